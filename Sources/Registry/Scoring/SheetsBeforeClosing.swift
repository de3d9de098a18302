import Postgres
import RuralIndustry

extension Session {
    /// What sheets keep a round from being closed, in any of its stages: reopened ones that were not submitted again, and typed
    /// copies that were not accepted. Drafts that were never submitted are missing marks, and told as such.
    func sheetsMissingForClosing(_ round: RoundRecord, _ rules: Rules) throws -> [Violation] {
        let stages = rules.stages.isEmpty ? [MarkBoard.onlyStage] : rules.stages.map(\.id)
        return try stages.flatMap { stage in
            let board = try SheetBoard(round: round, stage: stage, in: self)
            let competing = Set(board.expected)
            let reopened = try keptSheets(board).filter { $0.value.standing.state == .reopened }.keys
                .filter(competing.contains)
            return reopened.sorted().map(Violation.stillReopened)
                + (try typedSheets(board).keys.sorted().map(Violation.stillTyped))
        }
    }
}

extension Violation {
    fileprivate static func stillReopened(_ name: SheetName) -> Violation {
        Violation(
            "sheet-reopened", vi: "Phiếu của \(name.judge) cho \(name.entry) đã mở lại mà chưa nộp lại",
            en: "The sheet of \(name.judge) for \(name.entry) was reopened and not submitted again")
    }

    static func stillTyped(_ name: SheetName) -> Violation {
        Violation(
            "typed-copies-open",
            vi:
                "Phiếu giấy của \(name.judge) cho \(name.entry) đã gõ mà chưa nhận; xem `cnnt score differences`, rồi `cnnt score accept-typed`",
            en:
                "The paper sheet of \(name.judge) for \(name.entry) is typed but not accepted; see `cnnt score differences`, then `cnnt score accept-typed`"
        )
    }
}
