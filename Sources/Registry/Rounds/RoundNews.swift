import Logging
import Postgres

/// Word that something about a round changed; what, says nothing here.
public enum RoundNews: Hashable, Sendable {
    case changed(Int64)
    /// Word may have been missed, as the connection was lost: whatever somebody watches may have changed.
    case mayHaveMissed
}

extension Registry {
    /// Tells of rounds that change, whoever changes them, until the task is cancelled. It has a connection to the database of its
    /// own; when that is lost it tries again, every second.
    public func followRounds(_ tell: @Sendable (RoundNews) -> Void) async {
        while !Task.isCancelled {
            do {
                for try await heard in database.notifications(on: "cnnt_round") {
                    switch heard {
                    case .listening: tell(.mayHaveMissed)
                    case .notification(let text): if let round = Int64(text) { tell(.changed(round)) }
                    }
                }
            } catch {
                database.configuration.logger.warning(
                    "word of rounds is not heard", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
