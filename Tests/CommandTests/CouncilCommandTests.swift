import Foundation
import Testing

@Suite("Councils and meetings on the command line", .serialized)
struct CouncilCommandTests {
    @Test("a round is warned about and created; its council sits by an act, meets and is replaced")
    func council() async throws {
        try await Program.inTemporaryFolder { program in
            func cnnt(_ line: String) throws -> Program.Outcome { try program.shell("cnnt " + line) }
            func create(_ year: Int) throws -> Program.Outcome {
                try cnnt(
                    "round create --regulation vbhn-46-2025 --level provincial --organiser 19 --year \(year) --held-on \(year)-09-15 --name 'Kỳ \(year)'"
                )
            }
            let first = try create(2025)
            #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
            let second = try create(2026)
            #expect(second.status == 0)
            #expect(second.errors.hasPrefix("warning[round-frequency]: "))
            #expect(second.errors.contains("“Kỳ 2025”"))
            #expect(second.output.contains("\"id\""))

            for (name, role) in [
                ("Bà Chủ", "chair"), ("Ông Phó", "standing-vice-chair"), ("Cô Viên", "member"),
            ] {
                #expect(
                    try cnnt("council add 1 --name '\(name)' --role \(role) --from 2025-03-01").status == 0)
            }
            let act = try cnnt("council act 1 --number 12/QĐ-UBND --date 2025-03-01")
            #expect(
                act.status == 0 && act.output.contains("Ủy ban nhân dân tỉnh Thái Nguyên"), "\(act.errors)")
            #expect(try cnnt("round show 1 --format json").output.contains("12/QĐ-UBND, 2025-03-01"))
            let members = try cnnt("council list 1 --format csv").rows
            #expect(members.map { $0["act"] } == ["12/QĐ-UBND", "12/QĐ-UBND", "12/QĐ-UBND"])

            let meeting = try cnnt(
                "council meeting 1 --on 2025-04-02 --present 'Bà Chủ|Cô Viên' --place 'Thái Nguyên'")
            #expect(meeting.status == 0 && meeting.output.contains("Cô Viên"), "\(meeting.errors)")
            let stranger = try cnnt("council meeting 1 --on 2025-04-02 --present 'Bà Chủ|Người Lạ|Ai Đó'")
            #expect(stranger.status == 1)
            #expect(stranger.errors.components(separatedBy: "error[unknown-council-member]").count == 3)

            #expect(
                try cnnt(
                    "council replace 1 --member 'Cô Viên' --by 'Anh Mới' --date 2025-05-01 --reason 'Chuyển công tác'"
                ).status == 0)
            let after = try cnnt("council list 1 --format csv").rows
            #expect(after.map { $0["to"] } == ["", "", "2025-04-30", ""])
            #expect(after[2]["leave_reason"] == "Chuyển công tác")
            #expect(
                try cnnt("council meetings 1 --format csv").rows.map { $0["present"] } == ["Bà Chủ|Cô Viên"])
            #expect(try cnnt("round vote 1 --on 2025-04-02 --for 2").errors.contains("error[round-state]"))
            #expect(try cnnt("round notices 1 --out thong-bao").errors.contains("error[round-state]"))
            #expect(try cnnt("nomination export").status == 2)
            #expect(try cnnt("nomination export 1 --to-level regional danh-sach.csv").status == 0)
            #expect(
                try program.read("danh-sach.csv").hasPrefix(
                    "no,nomination_number,nomination_date,to_level,product"))
        }
    }
}
