import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    /// `…/opening`: entries may be filed.
    var open: ProgramInterface.Handler {
        step { id, version, viewer, isDryRun, once in
            try await site.registry.openRound(
                id, version: version, as: viewer, dryRun: isDryRun, once: once)
        }
    }

    /// `…/judging`: no entries are taken any more, and judges mark.
    var judge: ProgramInterface.Handler {
        step { id, version, viewer, isDryRun, once in
            try await site.registry.startJudging(
                id, version: version, as: viewer, on: site.today, dryRun: isDryRun, once: once)
        }
    }

    /// `…/closing`: the result is kept, for good, if it is the one that was looked at. A dry run shows it.
    func close(_ request: Request, _ context: SiteContext) async throws -> Response {
        let program = try context.program()
        let isDryRun = try request.isDryRun()
        let id = try context.recordID(Self.noun)
        let match = try Preconditions.match(request)
        let content = try await ProgramContent(of: request, types: ["application/json"])
        let closing = try Closing(try content.fields(), isDryRun: isDryRun)
        let once = try OneRequest<RoundTally>(
            request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: { String($0.round.id) })
        return try await Problem.stepping(Self.noun) {
            do {
                let closed = try await site.registry.closeRound(
                    id, seed: closing.seed, membersPresent: closing.membersPresent, shown: closing.shown,
                    version: match, as: program.viewer, today: site.today, dryRun: isDryRun,
                    once: once)
                return isDryRun ? .json(Self.json(closed)) : Self.closed(closed)
            } catch is RepeatedRequest {
                return Self.closed(try await site.registry.tally(ofRound: id, as: program.viewer)).replayed
            }
        }
    }

    private static func closed(_ tally: RoundTally) -> Response {
        var response = Response.json(json(tally))
        response.headers[.eTag] = Preconditions.tag(tally.round.version)
        return response
    }
}

/// What is said of a round that is closed.
private enum ClosingColumn: Int, RecordColumn {
    case result, membersPresent, seed

    static let names = ["result_sha256", "members_present", "seed"]
    static let required: [ClosingColumn] = []
}

private struct Closing {
    /// The result that somebody looked at, and closes with.
    let shown: String?
    let membersPresent: Int?
    let seed: String?

    init(_ fields: Fields<ClosingColumn>, isDryRun: Bool) throws(Refusal) {
        var reader = FieldReader(fields, .plain)
        shown = isDryRun ? reader.text(.result) : reader.requiredText(.result)
        membersPresent = reader.value(.membersPresent) { (text) throws(Violation) in
            Int(try Notation.plain.wholeNumber(text, upTo: 1_000))
        }
        seed = reader.text(.seed)
        try reader.finish()
    }
}
