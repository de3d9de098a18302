import Postgres
import RuralIndustry

// Whose sheets a viewer may read and write: judges their own, as the account that is tied to them in the round.

extension Session {
    /// Whether the viewer has the sheets of all judges, by roles that see whose entries are.
    func reachesAll(
        ofRound id: Int64, _ action: Action, besides owners: Set<Role>, as viewer: Viewer
    ) throws -> Bool {
        let beyond = viewer.reach(action, besides: owners)
        if beyond.isEverywhere { return true }
        guard let condition = beyond.rounds("t") else { return false }
        return try value(
            "SELECT EXISTS (SELECT FROM round t WHERE t.round_id = \(id) AND " + condition + ")",
            as: Bool.self)
    }

    /// The judge whose sheets alone the viewer may have; nil: those of all judges.
    ///
    /// - Parameter owners: roles that have only their own.
    /// - Throws: `judge-account-missing` if the viewer has only their own and is no judge of the round.
    func ownJudge(
        ofRound id: Int64, _ action: Action, owners: Set<Role>, as viewer: Viewer
    ) throws -> String? {
        if try reachesAll(ofRound: id, action, besides: owners, as: viewer) { return nil }
        let judge = try first(
            """
            SELECT j.code FROM judge_accounts(\(id)) t JOIN account a USING (account_id) JOIN judge j USING (judge_id)
            WHERE a.login = \(viewer.name)
            """
        ) { try $0("code", as: String.self) }
        guard let judge else {
            throw Refusal(.judgeAccountMissing(viewer, round: id))
        }
        return judge
    }
}

extension Violation {
    static func judgeAccountMissing(_ viewer: Viewer, round id: Int64) -> Violation {
        Violation(
            "judge-account-missing",
            vi:
                "tài khoản “\(viewer.name)” chưa được gắn với giám khảo nào của kỳ bình chọn \(id); xem `cnnt panel account`",
            en: "the account “\(viewer.name)” is not tied to a judge of round \(id); see `cnnt panel account`"
        )
    }

    static func otherJudgesSheet(_ viewer: Viewer, _ own: String) -> Violation {
        Violation(
            "sheet-of-another-judge", vi: "“\(viewer.name)” chỉ xem và ghi phiếu của mình (\(own))",
            en: "“\(viewer.name)” reads and writes only their own sheets (\(own))")
    }
}
