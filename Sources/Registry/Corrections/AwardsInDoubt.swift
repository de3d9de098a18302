import Postgres

extension Registry {
    /// The products of a round whose award rests on a result that was corrected since, in which they could not be recognised.
    /// They get no certificate until the authority has decided on them; what it withdrew is not in doubt any more. For who issues
    /// certificates: judges must not read whose the entries are.
    public func awardsInDoubt(ofRound id: Int64, as viewer: Viewer) async throws -> [String] {
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { session in
            try session.values(
                """
                SELECT a.product_name FROM award a JOIN decision d USING (decision_id)
                WHERE d.round_id = \(id) AND is_award_in_doubt(a.award_id) AND \(AwardRecord.isNotWithdrawn)
                ORDER BY a.product_name COLLATE vietnamese
                """, as: String.self)
        }
    }
}
