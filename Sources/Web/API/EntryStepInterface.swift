import Hummingbird
import Registry
import RuralIndustry

extension RoundInterface {
    /// What is done to bring an entry into a state, below its address: `…/acceptance`, `…/supplement-request`, `…/rejection` and
    /// `…/withdrawal`.
    func moveEntry(to state: EntryState) -> ProgramInterface.Handler {
        { request, context in
            let program = try context.program()
            let isDryRun = try request.isDryRun()
            let id = try context.recordID("round")
            let code = try context.entryCode()
            let content = try await ProgramContent(of: request, types: ["application/json"])
            let fields: Fields<NoteColumn> = try content.fields()
            let once = try OneRequest<EntryRecord>(
                request, content.bytes, isDryRun: isDryRun, at: site.clock(), outcome: \.code)
            let match = try Preconditions.match(request)
            return try await Problem.finding("entry") {
                do {
                    let entry = try await site.registry.moveEntry(
                        code, ofRound: id, to: state, version: match, because: fields[.reason],
                        as: program.viewer, dryRun: isDryRun, once: once)
                    if isDryRun { return .json(Self.json(entry)) }
                    return .record(Self.json(entry), version: entry.version, answering: request)
                } catch let repeated as RepeatedRequest {
                    let entry = try await site.registry.entry(
                        repeated.outcome, ofRound: id, as: program.viewer)
                    return .record(Self.json(entry), version: entry.version, answering: request).replayed
                }
            }
        }
    }
}

/// What is said where nothing need be: of an entry why it is refused or taken back, or what it lacks; of booths why they are
/// confirmed.
enum NoteColumn: Int, RecordColumn {
    case reason

    static let names = ["reason"]
    static let required: [NoteColumn] = []
}
