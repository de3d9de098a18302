import Hummingbird
import Registry
import RuralIndustry

/// Records that a program sent as CSV, to be taken once under the key that it chose, or only tried.
struct SentRecords<Column: RecordColumn>: Sendable {
    let file: RecordFile<Column>
    let isDryRun: Bool

    private let key: String?
    private let content: RequestContent

    /// - Parameter name: what the file is called where something is wrong with it.
    /// - Throws: `Problem` `idempotency-key-unreadable`, of a trial too, and what `ProgramFile` throws; `Refusal` for a file that
    ///   is no table of these columns.
    init(_ request: Request, isDryRun: Bool, name: String) async throws {
        self.isDryRun = isDryRun
        key = try IdempotencyKey.of(request)
        let received = try await ProgramFile(of: request, types: ["text/csv"])
        content = received.content
        file = try RecordFile<Column>.read(received: received.file, name: name)
    }

    /// The request under its key; nil: it has none, or only tries.
    ///
    /// - Parameter outcome: what the answer can be given again from.
    func once<Done: Sendable>(
        at moment: Instant, outcome: @escaping @Sendable (Done) -> String
    ) -> OneRequest<Done>? {
        guard let key, !isDryRun else { return nil }
        return OneRequest(key: key, content: content, at: moment, outcome: outcome)
    }
}
