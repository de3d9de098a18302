public import Postgres
public import RuralIndustry

/// The account that a judge of a round works with.
public struct JudgeAccountRecord: RowDecodable, Hashable, Sendable {
    public let judge: String
    /// Nil: none.
    public let login: String?

    public init(_ row: Row) throws {
        judge = try row("judge")
        login = try row("login")
    }
}

extension Registry {
    /// Says which account a judge of a round works with; nil ends it. What the account may do its roles say, this says whose
    /// sheets are its own.
    @discardableResult
    public func tieAccount(
        _ login: String?, toJudge code: String, round id: Int64, on day: Day, as viewer: Viewer
    ) async throws -> JudgeAccountRecord {
        try await change(.panelChange, of: .one("round", id: id), as: viewer) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.draft, .open, .judging],
                to: Bilingual(vi: "gắn tài khoản với giám khảo", en: "tie an account to a judge"))
            let judge = try session.judgeID(code, round: id)
            let account = try login.map { try session.account($0.lowercased(), on: day) }
            try session.execute(
                """
                INSERT INTO judge_account (round_id, judge_id, account_id) VALUES (\(id), \(judge), \(account?.id))
                """)
            return try session.one(
                JudgeAccountRecord.select + " WHERE j.judge_id = \(judge)", as: JudgeAccountRecord.self)
        }
    }

    /// The judges of a round with the accounts that they work with.
    public func judgeAccounts(ofRound id: Int64, as viewer: Viewer) async throws -> [JudgeAccountRecord] {
        try await read(.panelChange, of: .one("round", id: id), as: viewer) { session in
            _ = try session.round(id)
            return try session.query(
                JudgeAccountRecord.select
                    + " WHERE j.round_id = \(id) AND j.member_to IS NULL ORDER BY j.judge_id",
                as: JudgeAccountRecord.self)
        }
    }
}

extension JudgeAccountRecord {
    fileprivate static let select: SQL = """
        SELECT j.code AS judge, a.login FROM judge j
          LEFT JOIN LATERAL (SELECT t.account_id FROM judge_accounts(j.round_id) t WHERE t.judge_id = j.judge_id) t ON true
          LEFT JOIN account a USING (account_id)
        """
}
