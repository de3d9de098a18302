import Documents
public import Evidence
import Postgres
public import RuralIndustry

extension Registry {
    /// Makes a judge a new personal code for signing sheets that are filled away from the registry; only what checks
    /// signatures is kept, so the code is shown once. A code given before no longer counts.
    public func issueSheetCode(round id: Int64, judge: String, as viewer: Viewer) async throws -> PersonalCode
    {
        let code = try Self.newPersonalCode()
        try await change(.sheetCode, of: .one("round", id: id), as: viewer) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, [.open, .judging], to: Bilingual(vi: "cấp mã cá nhân", en: "give personal codes"))
            let judgeID = try session.sittingJudge(judge, round: id)
            try session.execute(
                """
                INSERT INTO sheet_key (round_id, judge_id, key)
                VALUES (\(id), \(judgeID), \(Bytes(code.key(round: id, judge: judge).bytes)))
                """)
        }
        return code
    }

    private static func newPersonalCode() throws -> PersonalCode {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<PersonalCode.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator)
        }
        guard let code = PersonalCode(randomBytes: bytes) else {
            throw PostgresError.misuse("a personal code needs \(PersonalCode.byteCount) bytes")
        }
        return code
    }

    /// Hands in the sheets of a file that a judge signed, with the same checks as any others: all or none.
    ///
    /// - Throws: beside what sheets are refused for: `sheet-other-round`, `sheet-other-rules`, `sheet-no-code`,
    ///   `sheet-signature`, `sheet-handed-in`, `typed-copies-open`.
    public func receiveSheets(
        _ file: FilledSheets, round id: Int64, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> MarkImportReport {
        try await change(.markImport, of: .one("round", id: id), as: viewer, dryRun: dryRun) { session in
            let round = try session.roundForChange(id)
            try session.requireState(round, [.judging], to: Bilingual(vi: "nhập điểm", en: "take marks"))
            try Refusal.throwIfAny(file.violations(for: round))
            let judge = try session.sittingJudge(file.judge, round: id)
            let key = try session.requireSigned(file, round: id, judge: judge)
            try session.refuseTwice(file, round: id)
            let report = try session.submit(file, of: round)
            try session.execute(
                """
                INSERT INTO handed_in_file (round_id, judge_id, sheet_key_id, document, sha256, signature)
                VALUES (\(id), \(judge), \(key), \(String(decoding: file.document, as: UTF8.self)),
                  \(Bytes(SHA256Digest(of: file.document).bytes)), \(Bytes(file.signature)))
                """)
            return report
        }
    }
}

extension Session {
    fileprivate func sittingJudge(_ code: String, round id: Int64) throws -> Int64 {
        let found = try first(
            "SELECT judge_id FROM judge WHERE round_id = \(id) AND code = \(code) AND member_to IS NULL"
        ) { try $0("judge_id", as: Int64.self) }
        guard let found else { throw Refusal(.unknownJudge(code)) }
        return found
    }

    /// The key that the signature was checked with: the judge's last.
    fileprivate func requireSigned(_ file: FilledSheets, round id: Int64, judge: Int64) throws -> Int64 {
        let last = try first(
            "SELECT sheet_key_id, key FROM sheet_key WHERE judge_id = \(judge) ORDER BY sheet_key_id DESC LIMIT 1"
        ) { (id: try $0("sheet_key_id", as: Int64.self), key: try $0("key", as: Bytes.self)) }
        guard let last else {
            throw Refusal(
                Violation(
                    "sheet-no-code",
                    vi:
                        "giám khảo \(file.judge) chưa được cấp mã cá nhân; dùng `cnnt score code \(id) \(file.judge)`",
                    en: "judge \(file.judge) has no personal code; use `cnnt score code \(id) \(file.judge)`")
            )
        }
        guard file.isSigned(with: SheetKey(bytes: last.key.bytes)) else {
            throw Refusal(
                Violation(
                    "sheet-signature",
                    vi:
                        "chữ ký không đúng: tệp đã bị sửa, hoặc không ký bằng mã cá nhân đang dùng của giám khảo \(file.judge)",
                    en:
                        "the signature does not fit: the file was altered, or not signed with the present code of judge \(file.judge)"
                ))
        }
        return last.id
    }

    fileprivate func submit(_ file: FilledSheets, of round: RoundRecord) throws -> MarkImportReport {
        let rows = try file.rows()
        try Refusal.throwIfAny(try MarkBoard(round: round, forgetting: true, in: self).violations(rows))
        let board = try SheetBoard(round: round, stage: file.stage, in: self)
        let typed = try typedSheets(board)
        var violations: [Violation] = []
        for sheet in file.sheets {
            let name = SheetName(entry: sheet.entry, judge: file.judge)
            do {
                if typed[name] != nil { throw Refusal(.stillTyped(name)) }
                let (entry, judge) = try board.sheet(name)
                let version = try keptSheet(name, board, entry: entry.id, judge: judge).versionToWrite(name)
                let content = try SheetContent(
                    marks: Dictionary(
                        rows.filter { $0.mark.entry == sheet.entry }.map {
                            ($0.mark.criterion, $0.mark.content)
                        }
                    ) { first, _ in first }, comment: sheet.comment
                ).tidied()
                try Refusal.throwIfAny(
                    name.incomplete(content.lacking(board.leaves(of: entry))).map { [$0] } ?? [])
                try insertVersion(
                    version, source: "offline", comment: content.comment, board, entry: entry, judge: judge)
                try insertMarks(content.marks, version: version, board, entry: entry, judge: judge)
            } catch let refusal as Refusal {
                violations += refusal.violations
            }
        }
        try Refusal.throwIfAny(violations)
        return MarkImportReport(marks: rows.count, entries: file.sheets.count, judges: 1)
    }

    fileprivate func refuseTwice(_ file: FilledSheets, round id: Int64) throws {
        let hash = Bytes(SHA256Digest(of: file.document).bytes)
        let isKnown: Bool = try value(
            "SELECT EXISTS (SELECT FROM handed_in_file WHERE round_id = \(id) AND sha256 = \(hash))")
        if isKnown { throw Refusal(.handedIn) }
    }
}

extension FilledSheets {
    /// What of the file belongs to another round or to other rules.
    fileprivate func violations(for record: RoundRecord) -> [Violation] {
        guard round == String(record.id) else {
            return [
                Violation(
                    "sheet-other-round",
                    vi: "tệp này là phiếu của kỳ bình chọn số \(Text.quoted(round)), không phải \(record.id)",
                    en: "the file is of round \(Text.quoted(round)), not of \(record.id)")
            ]
        }
        guard rulesSHA256 == record.rulesSHA256 else {
            return [
                Violation(
                    "sheet-other-rules",
                    vi: "tệp này được lập cho bộ tiêu chí khác với bộ mà kỳ bình chọn đã ghim",
                    en: "the file was made for other rules than the round has pinned")
            ]
        }
        return []
    }

    /// The marks as any other import has them; their rows are counted from 1 in the order of the file.
    fileprivate func rows() throws(Refusal) -> [ScoreRow] {
        var rows: [ScoreRow] = []
        for sheet in sheets {
            for mark in sheet.marks {
                let isAbsence = Absence(rawValue: mark.content) != nil
                rows.append(
                    try ScoreRow(
                        Fields(texts: [
                            sheet.entry, judge, mark.leaf, isAbsence ? "" : mark.content,
                            isAbsence ? mark.content : "", stage,
                        ]), row: rows.count + 1))
            }
        }
        return rows
    }
}

extension Violation {
    static let handedIn = Violation(
        "sheet-handed-in", vi: "tệp này đã được nộp rồi, không nhập lần nữa",
        en: "this file was handed in already and is not entered again")
}

// MARK: Files

extension BlankSheets {
    /// The sheets as pages for laptops, one for each judge.
    ///
    /// - Throws: `no-sheets` if nobody has anything to mark; `unknown-judge`.
    public func offlineFiles(judge code: String? = nil) throws -> [SheetFile] {
        try chosen(code).apart.map { own in
            let judge = own.judges[0].code
            let stage = own.stage.map { "-\($0.id)" } ?? ""
            return SheetFile(
                name: "phieu-cham-diem-\(round)\(stage)-\(judge).html", judge: judge, sheets: own.count,
                bytes: try OfflineSheetPage(own).html)
        }
    }
}
