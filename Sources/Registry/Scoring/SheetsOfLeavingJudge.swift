import Postgres
import RuralIndustry

/// Who takes a judge's seat over, before they sit.
struct SeatSuccessor {
    let homeUnit: Int64?
}

extension Session {
    /// Puts the sheets of a judge who leaves a round that is being judged in order, so that the seat keeps one voice: what was
    /// reopened, or handed in without a value for some criterion by somebody whose seat is taken over, is superseded by a version
    /// of absences. Sheets that were handed in whole stay and count, and so do halves of entries that the successor may not
    /// mark either: else nobody's marks would count for what they have.
    ///
    /// - Throws: `typed-copies-open` while paper of theirs is typed and not accepted.
    func putInOrder(
        sheetsOf judge: String, replacedBy successor: SeatSuccessor?, in round: RoundRecord,
        because reason: String
    ) throws {
        let rules = try rules(ofRound: round.id)
        let outOfReach = try entries(barredFrom: successor?.homeUnit, in: round, rules: rules)
        let stages = rules.stages.isEmpty ? [MarkBoard.onlyStage] : rules.stages.map(\.id)
        for stage in stages {
            let board = try SheetBoard(round: round, stage: stage, in: self)
            try Refusal.throwIfAny(
                try typedSheets(board).keys.filter { $0.judge == judge }.sorted().map(Violation.stillTyped))
            let kept = try keptSheets(board, judge: board.judges[judge])
            for name in board.expected where name.judge == judge {
                // what they may not mark does not count anyhow
                guard let sheet = kept[name], sheet.submitted > 0, let entry = board.entries[name.entry],
                    let judgeID = board.judges[judge],
                    !board.roster.barred.contains(JudgeAssignment.Barred(judge: judge, entry: name.entry))
                else { continue }
                let isHalf =
                    successor != nil && !outOfReach.contains(name.entry)
                    && sheet.live.isHalf(board.leaves(of: entry))
                guard sheet.isReopened || isHalf else { continue }
                if !sheet.isReopened {
                    try reopen(
                        board, entry: entry.id, judge: judgeID, version: sheet.submitted, because: reason)
                }
                try insertVersion(
                    sheet.submitted + 1, source: "left", comment: reason, board, entry: entry, judge: judgeID)
                try insertMarks(
                    Dictionary(uniqueKeysWithValues: board.leaves(of: entry).map { ($0.id, .none(.absent)) }),
                    version: sheet.submitted + 1, board, entry: entry, judge: judgeID)
            }
        }
    }

    /// Gives a submitted version back.
    func reopen(
        _ board: SheetBoard, entry: Int64, judge: Int64, version: Int, because reason: String
    ) throws {
        try execute(
            """
            INSERT INTO sheet_reopening (entry_id, stage, judge_id, version, reason)
            VALUES (\(entry), \(board.stage), \(judge), \(version), \(reason))
            """)
    }
}

extension SheetContent {
    /// Neither whole, which takes a value for every criterion, nor nothing but reasons for having none: where criteria are
    /// combined first its values would count beside a successor's.
    fileprivate func isHalf(_ leaves: [Leaf]) -> Bool {
        let valued = leaves.count { marks[$0.id]?.value != nil }
        return !lacking(leaves).isEmpty || valued > 0 && valued < leaves.count
    }
}
