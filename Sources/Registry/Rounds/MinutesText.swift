import Documents

extension Registry {
    /// The minutes of a closed round as plain text, for reading without fonts: what `minutes` gives, in the same form as the paper.
    public func minutesText(ofRound id: Int64, as viewer: Viewer) async throws -> String {
        try await minutes(ofRound: id, as: viewer).text
    }
}
