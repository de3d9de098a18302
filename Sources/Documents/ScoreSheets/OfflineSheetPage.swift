import FoundationEssentials
public import RuralIndustry

/// One judge's score sheets as a page for a laptop without a network: one HTML file that loads nothing, keeps a draft in
/// the browser, says what is missing, and gives a file signed with the judge's personal code.
///
/// The page may run no script and no style but its own, whose hashes its policy names, and may ask nothing of any network
/// (`default-src 'none'`).
public struct OfflineSheetPage: Sendable {
    /// The file, in UTF-8.
    public let html: [UInt8]

    /// - Parameter sheets: of one judge.
    /// - Throws: `sheet-code-part`.
    public init(_ sheets: BlankSheets) throws(Violation) {
        guard let judge = sheets.judges.first else {
            html = []
            return
        }
        let data = try Self.data(sheets, judge).text
            // the end of the script is the only thing that HTML would read in it
            .replacing("<", with: "\\u003c")
        let title = "Phiếu chấm điểm của giám khảo \(judge.code) – \(sheets.roundName)"
        html = Array(
            """
            <!DOCTYPE html>
            <html lang="vi">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src \(Self.hash(OfflineSheetScript.text)); style-src \(Self.hash(OfflineSheetStyle.text)); base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>\(Self.escaped(title))</title>
            <style>\(OfflineSheetStyle.text)</style>
            </head>
            <body>
            <header>
            <p>\(Self.escaped(sheets.authority)) – Hội đồng bình chọn sản phẩm công nghiệp nông thôn tiêu biểu</p>
            <h1>Phiếu chấm điểm sản phẩm công nghiệp nông thôn tiêu biểu \(Self.escaped(sheets.levelName))</h1>
            <p class="who">\(Self.escaped(judge.role.name.vi)): <strong>\(Self.escaped(judge.name))</strong> (\(Self.escaped(judge.code)))\(Self.escaped(sheets.stage.map { " · vòng \($0.name)" } ?? "")) · kỳ bình chọn số \(sheets.round)</p>
            </header>
            <noscript><p class="warning">Trang này cần JavaScript; hãy mở bằng Chromium, Chrome, Edge hoặc Firefox.</p></noscript>
            <main id="main"></main>
            <script type="application/json" id="data">\(data)</script>
            <script>\(OfflineSheetScript.text)</script>
            </body>
            </html>

            """.utf8)
    }

    private static func data(_ sheets: BlankSheets, _ judge: BlankSheets.Judge) throws(Violation) -> JSONValue
    {
        var entries: [JSONValue] = []
        for entry in judge.entries {
            entries.append(
                .object([
                    "code": .string(entry.code), "group": .string(entry.group.rawValue),
                    "name": entry.judgingName.map { .string($0) } ?? .null,
                    "sheet": .string(try sheets.sheetCode(of: entry, judge: judge).description),
                ]))
        }
        let groups = sheets.groups.map { group in
            (
                group.id.rawValue,
                JSONValue.object([
                    "name": .string(group.name), "rows": .array(group.rows.map(Self.json)),
                ])
            )
        }
        return .object([
            "round": .string(String(sheets.round)), "stage": sheets.stage.map { .string($0.id) } ?? .null,
            "judge": .string(judge.code), "rules_sha256": .string(sheets.rulesSHA256),
            "step": sheets.step.map { .string($0.description) } ?? .null,
            "absences": .array(
                Absence.allCases.map { .array([.string($0.rawValue), .string($0.name.vi)]) }),
            "entries": .array(entries),
            "groups": .object(Dictionary(groups, uniquingKeysWith: { first, _ in first })),
        ])
    }

    private static func json(_ row: SheetRow) -> JSONValue {
        .object([
            "number": .string(row.number), "depth": .integer(Int64(row.depth)), "name": .string(row.name),
            "max": .string(row.max.description), "leaf": row.leaf.map { .string($0) } ?? .null,
        ])
    }

    /// As a policy names a text that it allows (CSP Level 3, 2.3.1).
    private static func hash(_ text: String) -> String {
        "'sha256-\(Data(sha256(Array(text.utf8))).base64EncodedString())'"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
