import Postgres
public import RuralIndustry

extension Registry {
    /// All rounds, the newest first.
    public func rounds(
        level: SelectionLevel? = nil, year: Int? = nil, state: RoundState? = nil, as viewer: Viewer
    ) async throws -> [RoundRecord] {
        try await read(.roundRead, of: .listed("round"), as: viewer) { session in
            let conditions = SQL.matching(
                viewer.reach(.roundRead).rounds("r"),
                level.map { "r.level = \($0)" }, year.map { "r.year = \($0)" },
                state.map { "r.state = \($0)" })
            return try session.query(
                RoundRecord.select + conditions + " ORDER BY r.year DESC, r.round_id DESC",
                as: RoundRecord.self)
        }
    }

    public func round(_ id: Int64, as viewer: Viewer) async throws -> RoundRecord {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) { try $0.round(id) }
    }

    /// The rules that a round pinned when it was created.
    public func rules(ofRound id: Int64, as viewer: Viewer) async throws -> Rules {
        try await read(.roundRead, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.rules(ofRound: id)
        }
    }
}
