import Foundation
import Testing

@testable import RuralIndustry

@Suite("Refusals as they are told where there is no command line")
struct CommandHintTests {
    @Test("advice that names a command goes, and what it says besides stays")
    func examples() {
        for (text, plain) in [
            ("không có kỳ bình chọn số 5; xem `cnnt round list`", "không có kỳ bình chọn số 5"),
            (
                "đã gõ mà chưa nhận; xem `cnnt score differences`, rồi `cnnt score settle`",
                "đã gõ mà chưa nhận"
            ),
            (
                "hạn là 5/7; hãy ghi ngày nhận (--noticed-on), hoặc lý do (--late-because)",
                "hạn là 5/7; hãy ghi ngày nhận, hoặc lý do"
            ),
            (
                "đã có mặt ở cuộc họp; hãy sửa ngày, hoặc ghi lại bằng `cnnt council meeting`",
                "đã có mặt ở cuộc họp; hãy sửa ngày"
            ),
            ("trùng số; nếu đúng là hai cơ sở, dùng --allow-same-registration", "trùng số"),
            (
                "there is no key; make one with `cnnt key create`, or export it (--unsigned)",
                "there is no key"
            ),
            ("it serves all products: give --establishment", "it serves all products"),
            // somebody's own words are neither looked into nor cut
            (
                "cơ sở “Gốm --sứ; mây tre, nan: Mẫu (--x)” đã ngừng; hãy chọn “Lụa `cnnt x`” (--all), hoặc `cnnt unit list`",
                "cơ sở “Gốm --sứ; mây tre, nan: Mẫu (--x)” đã ngừng; hãy chọn “Lụa `cnnt x`”"
            ),
            ("“Chè --đinh” không thuộc địa bàn", "“Chè --đinh” không thuộc địa bàn"),
            ("“A; B” trùng “C: D” – dùng --force", "“A; B” trùng “C: D” – dùng --force"),
            ("đến -- về; hãy sửa", "đến -- về; hãy sửa"),
            // nothing else is touched
            ("điểm từ 0 – 40 (bậc 0,25); hãy sửa", "điểm từ 0 – 40 (bậc 0,25); hãy sửa"),
            ("mã cnnt_abc sai", "mã cnnt_abc sai"),
        ] {
            let told = Bilingual(vi: text, en: text).withoutCommands
            #expect(told == Bilingual(vi: plain, en: plain), "\(told.vi)")
            #expect(Violation("x", vi: text, en: text, at: Place(row: 3)).withoutCommands.place.row == 3)
        }
    }

    @Test("of every refusal of the registry something is left, and no command")
    func everyRefusal() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources").standardizedFileURL
        var seen = 0
        for folder in ["Registry", "RuralIndustry"] {
            let files = try #require(
                FileManager.default.enumerator(atPath: root.appending(path: folder).path))
            for case let file as String in files
            where file.hasSuffix(".swift") && !file.hasSuffix("CommandHints.swift") {
                let source = try String(
                    contentsOf: root.appending(path: "\(folder)/\(file)"), encoding: .utf8)
                for line in source.split(separator: "\n") where !line.contains("//") {
                    for match in line.matches(of: /"((?:[^"\\]|\\.)*)"/) where Bilingual.namesCommand(match.1)
                    {
                        seen += 1
                        let told = Bilingual(vi: String(match.1), en: "").withoutCommands.vi
                        #expect(!Bilingual.namesCommand(told) && told.count > 8, "\(file): \(told)")
                    }
                }
            }
        }
        #expect(seen > 50)
    }
}
