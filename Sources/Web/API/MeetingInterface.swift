import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    /// `…/meetings`: the recorded meetings of the council, as `council meetings` prints them.
    func meetings(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await few(request, context) { id, viewer in
            try await site.registry.meetings(ofRound: id, as: viewer).map(Self.json)
        }
    }

    /// Who was present at one, as `council meeting` records it.
    func recordMeeting(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await seat(request, context, MeetingColumn.self, id: \MeetingRecord.id) {
            round, fields, viewer, isDryRun, once in
            var reader = FieldReader(fields, .plain)
            let day = reader.requiredDay(.heldOn)
            let present = reader.list(.present)
            let place = reader.text(.place)
            if !reader.isGiven(.present) {
                reader.report(
                    Violation(
                        "value-missing", vi: "hãy ghi những người có mặt", en: "name those who were present"),
                    in: .present)
            }
            guard reader.violations.isEmpty, let day else { throw reader.refusal }
            do {
                return try await site.registry.recordMeeting(
                    ofRound: round, on: day, present: present, place: place, as: viewer, today: site.today,
                    dryRun: isDryRun, once: once)
            } catch let refusal as Refusal {
                throw refusal.atMeeting
            }
        } repeated: { round, viewer in
            try await site.registry.meetings(ofRound: round, as: viewer)
        } json: {
            Self.json($0)
        }
    }

    private static func json(_ meeting: MeetingRecord) -> JSONValue {
        .object([
            "id": .string(String(meeting.id)), "held_on": .string(meeting.heldOn.iso),
            "place": RecordJSON.text(meeting.place),
            "present": .array(meeting.present.map(JSONValue.string)),
            "council_size": .integer(Int64(meeting.councilSize)),
            "needed": RecordJSON.number(meeting.needed), "is_quorate": .bool(meeting.isQuorate),
            "counts": .bool(meeting.counts),
        ])
    }
}

extension Refusal {
    /// With what is wrong with a meeting at the members by which programs say it.
    fileprivate var atMeeting: Refusal {
        placed { violation in
            switch violation.code {
            case "meeting-day": MeetingColumn.heldOn.name
            case "meeting-nobody", "meeting-member-twice", "unknown-council-member",
                "council-member-ambiguous", "not-sitting":
                MeetingColumn.present.name
            default: nil
            }
        }
    }
}

private enum MeetingColumn: Int, RecordColumn {
    case heldOn, present, place

    static let names = ["held_on", "present", "place"]
    static let required: [MeetingColumn] = [.heldOn, .present]
}
