import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    /// `…/votes`: how the council voted, as `council votes` prints it.
    func votes(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await few(request, context) { id, viewer in
            try await site.registry.votes(ofRound: id, as: viewer).map(Self.json)
        }
    }

    /// How it voted at a recorded meeting, as `council vote` records it.
    func recordVote(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await seat(request, context, VoteColumn.self, id: \VoteRecord.id) {
            round, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let day = reader.requiredDay(.heldOn)
            let entry = reader.text(.entry)
            let inFavour = reader.requiredValue(.inFavour, Self.count)
            let against = reader.value(.against, Self.count) ?? 0
            let abstained = reader.value(.abstained, Self.count) ?? 0
            guard reader.violations.isEmpty, let day, let inFavour else { throw reader.refusal }
            do {
                return try await site.registry.recordVote(
                    ofRound: round, on: day, entry: entry, inFavour: inFavour, against: against,
                    abstained: abstained, as: viewer, dryRun: isDryRun, once: once)
            } catch let refusal as Refusal {
                throw refusal.atVote
            }
        } repeated: { round, viewer in
            try await site.registry.votes(ofRound: round, as: viewer)
        } json: {
            Self.json($0)
        }
    }

    private static func count(_ text: String) throws(Violation) -> Int {
        Int(try Notation.plain.wholeNumber(text, upTo: 1_000))
    }

    private static func json(_ vote: VoteRecord) -> JSONValue {
        .object([
            "id": .string(String(vote.id)), "meeting_id": .string(String(vote.meetingID)),
            "held_on": .string(vote.heldOn.iso), "entry_code": RecordJSON.text(vote.entry),
            "in_favour": .integer(Int64(vote.vote.inFavour)),
            "against": .integer(Int64(vote.vote.against)),
            "abstained": .integer(Int64(vote.vote.abstained)), "is_adopted": .bool(vote.vote.isAdopted),
        ])
    }
}

extension Refusal {
    /// With what is wrong with a vote at the members by which programs say it.
    fileprivate var atVote: Refusal {
        placed { violation in
            switch violation.code {
            case "unknown-meeting": VoteColumn.heldOn.name
            case "unknown-entry": VoteColumn.entry.name
            case "vote-count", "vote-sum": VoteColumn.inFavour.name
            default: nil
            }
        }
    }
}

private enum VoteColumn: Int, RecordColumn {
    case heldOn, entry, inFavour, against, abstained

    static let names = ["held_on", "entry_code", "in_favour", "against", "abstained"]
    static let required: [VoteColumn] = [.heldOn, .inFavour]
}
