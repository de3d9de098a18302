import Foundation
import Testing

/// The program is killed where it has written a part of what it writes, as far as the table named: another session holds that
/// table, so that the program waits for it there.
@Suite("The program is killed while it gives booths", .serialized)
struct KilledProgramTests {
    private struct Act: Sendable {
        /// What is typed, by the numbers of the allocations that booths have.
        let command: @Sendable ([String: String]) -> String
        let tables: [String]
    }

    private static let acts = [
        Act(
            command: { _ in "fair allocate 1 --until 2099-12-01" },
            tables: [
                "booth_run", "booth_allocation", "booth_tenant", "booth_step", "booth_request_booth",
                "booth_request_step",
            ]),
        Act(command: { "booth confirm \($0["A02"] ?? "")" }, tables: ["booth_step"]),
        Act(
            command: { "booth move \($0["B01"] ?? "") A05 --because x" },
            tables: ["booth_tenant", "booth_step"]),
        Act(
            command: { "booth swap \($0["A03"] ?? "") \($0["A05"] ?? "") --because x" },
            tables: ["booth_tenant", "booth_step"]),
        Act(
            command: { _ in "booth waiting offer 1 B01 --until 2099-12-01" },
            tables: ["booth_tenant", "booth_request_step"]),
    ]

    @Test("wherever it is killed no booth is lost and none double, and the same command then does its work")
    func killed() async throws {
        try await Program.inTemporaryFolder { program in
            func done(_ line: String) throws -> Program.Outcome {
                let outcome = try program.shell("cnnt \(line) --format csv")
                #expect(outcome.status == 0, "\(line): \(outcome.errors)")
                return outcome
            }
            try Self.prepare(program)
            try program.write(KilledAtTable.script, to: "kill.sh")
            for act in Self.acts {
                let booths = try done("booth list 1").rows.map { ($0["code"] ?? "", $0["allocation"] ?? "") }
                let command = act.command(Dictionary(booths) { first, _ in first })
                let before = try Self.state(program)
                for table in act.tables {
                    let killed = try program.shell("bash kill.sh '\(command)' \(table)")
                    #expect(
                        killed.output == "137\n", "\(command), \(table): \(killed.output) \(killed.errors)")
                    #expect(try Self.state(program) == before, "\(command), \(table)")
                    let check = try program.run("check")
                    #expect(check.status == 0, "\(command), \(table): \(check.output)")
                }
                _ = try done(command)
                #expect(try Self.state(program) != before, "\(command)")
                #expect(try program.run("check").status == 0, "\(command)")
            }
        }
    }

    /// A fair of five booths with four requests, two of them for the same booth; they closed yesterday.
    private static func prepare(_ program: Program) throws {
        try program.write(
            """
            code,x_m,y_m,width_m,depth_m,zone
            A01,0,0,3,3,Khu A
            A02,3,0,3,3,Khu A
            A03,6,0,3,3,Khu A
            A05,20,0,3,3,Khu A
            B01,40,0,3,3,Khu B

            """, to: "plan.csv")
        try program.write(
            """
            tenant_kind,tenant_name,booths,adjacent,zones,other_zones,filed_on
            sponsor,Đơn vị 1,2,yes,Khu A,no,2026-01-01
            sponsor,Đơn vị 2,1,,Khu B,no,2026-01-01
            sponsor,Đơn vị 3,1,,Khu B,no,2026-01-01
            sponsor,Đơn vị 4,1,,Khu A,no,2026-01-01

            """, to: "requests.csv")
        let prepared = try program.shell(
            """
            set -e
            cnnt fair create --name x --level national --organiser VN --venue x --from 2099-12-10 --to 2099-12-14 >out.txt
            cnnt booth import 1 plan.csv >out.txt
            cnnt fair open 1 >out.txt
            cnnt booth request import 1 requests.csv >out.txt
            cnnt fair terms 1 --requests-until $(TZ=Asia/Ho_Chi_Minh date +%F) --seed x >out.txt
            psql -qX "$(cnnt db url --owner)" -c 'UPDATE fair_terms SET requests_until = requests_until - 1'
            """)
        #expect(prepared.status == 0, "\(prepared.errors)")
    }

    /// What everybody has and asks for.
    private static func state(_ program: Program) throws -> String {
        try program.shell(
            "cnnt booth list 1 --format csv && cnnt booth request list 1 --format csv && cnnt fair runs 1 --format csv"
        ).output
    }
}
