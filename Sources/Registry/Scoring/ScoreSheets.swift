public import Documents
import Postgres
public import RuralIndustry

extension Registry {
    /// The sheets that the judges of a round are still to fill: accepted entries, without those of conflicts, as drawn if there
    /// was a draw, and without those that are handed in. While the round is judged: before, the seats and the entries may still change.
    ///
    /// - Parameter stage: nil: the stage that makes the result.
    public func blankSheets(
        ofRound id: Int64, stage: String? = nil, as viewer: Viewer
    ) async throws -> BlankSheets {
        try await read(.sheetPrint, of: .one("round", id: id), as: viewer) { session in
            let round = try session.round(id)
            try session.requireState(
                round, [.judging], to: Bilingual(vi: "in phiếu chấm điểm", en: "print score sheets"))
            return try session.blankSheets(of: round, stage: stage)
        }
    }
}

extension Session {
    func blankSheets(of round: RoundRecord, stage: String?) throws -> BlankSheets {
        let rules = try rules(ofRound: round.id)
        let board = try SheetBoard(round: round, stage: stage, in: self)
        let kept = try keptSheets(board)
        let expected = Set(board.expected.filter { kept[$0]?.standing.state != .submitted })
        let accepted = board.entries.values.filter { $0.state == .accepted }.map {
            BlankSheets.Entry(code: $0.code, group: $0.group, judgingName: $0.judgingName)
        }.sorted { $0.code.utf8.lexicographicallyPrecedes($1.code.utf8) }
        let judges = try query(
            """
            SELECT code, name, role, affiliation FROM judge WHERE round_id = \(round.id) AND member_to IS NULL
            ORDER BY code COLLATE "C"
            """
        ) { row in
            let code: String = try row("code")
            return BlankSheets.Judge(
                code: code, name: try row("name"), role: try row("role"), affiliation: try row("affiliation"),
                entries: accepted.filter { expected.contains(SheetName(entry: $0.code, judge: code)) })
        }
        let office = try authority(of: round, on: round.heldOn)
        let used = Set(accepted.map(\.group))
        return BlankSheets(
            round: round.id, roundName: round.name, authority: office.authority.name,
            levelName: round.levelName, place: office.place, day: round.heldOn,
            stage: try rules.declaredStage(stage), rulesSHA256: round.rulesSHA256, step: rules.scoring.step,
            maximum: rules.sheetMaximum,
            groups: rules.groups.filter { used.contains($0.id) }.map {
                BlankSheets.Group(id: $0.id, name: $0.name, rows: rules.sheetRows(group: $0.id))
            },
            judges: judges.filter { !$0.entries.isEmpty })
    }
}

extension Rules {
    /// The stage with an id, or the one that makes the result; nil if there is only one.
    func declaredStage(_ id: String?) throws(Refusal) -> Stage? {
        guard let id = id ?? resultStage else { return nil }
        if let stage = stages.first(where: { $0.id == id }) { return stages.count > 1 ? stage : nil }
        let known = stages.isEmpty ? "–" : stages.map(\.id).joined(separator: ", ")
        throw Refusal(
            Violation(
                "unknown-stage", vi: "kỳ bình chọn không có vòng \(Text.quoted(id)); các vòng: \(known)",
                en: "the round has no stage \(Text.quoted(id)); its stages: \(known)",
                at: Place(column: "stage")))
    }
}

// MARK: Files

/// A file with score sheets.
public struct SheetFile: Hashable, Sendable {
    public let name: String
    /// Nil: of all judges.
    public let judge: String?
    public let sheets: Int
    public let bytes: [UInt8]
}

extension BlankSheets {
    /// The sheets as PDF files to be printed: one for each judge, or all in one.
    ///
    /// - Throws: `no-sheets` if nobody has anything to mark; `unknown-judge`.
    public func pdfFiles(
        judge code: String? = nil, inOneFile: Bool = false, fonts: FontSet
    ) throws -> [SheetFile] {
        let chosen = try chosen(code)
        let renderer = try OfficeRenderer(fonts: fonts)
        if inOneFile {
            return [
                SheetFile(
                    name: "phieu-cham-diem-\(round).pdf", judge: code, sheets: chosen.count,
                    bytes: try renderer.render(chosen))
            ]
        }
        return try chosen.apart.map { own in
            SheetFile(
                name: "phieu-cham-diem-\(round)-\(own.judges[0].code).pdf", judge: own.judges[0].code,
                sheets: own.count, bytes: try renderer.render(own))
        }
    }

    /// One judge's sheets, or all.
    func chosen(_ judge: String?) throws(Refusal) -> BlankSheets {
        guard let judge else {
            if judges.isEmpty {
                throw Refusal(
                    Violation(
                        "no-sheets", vi: "kỳ bình chọn \(round) không có phiếu nào phải chấm",
                        en: "round \(round) has no sheets to be filled"))
            }
            return self
        }
        guard let own = only(judge: judge) else { throw Refusal(.noSheets(ofJudge: judge)) }
        return own
    }

    /// The same for each judge alone.
    var apart: [BlankSheets] { judges.compactMap { only(judge: $0.code) } }
}

extension Violation {
    static func noSheets(ofJudge code: String) -> Violation {
        Violation(
            "unknown-judge", vi: "không có phiếu nào phải chấm của giám khảo \(Text.quoted(code))",
            en: "there are no sheets to be filled by judge \(Text.quoted(code))")
    }
}
