import ArgumentParser
import Registry
import RuralIndustry

extension UserCommand {
    struct Roles: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "roles",
            abstract: "Bảng vai trò × việc: vai trò nào được làm việc gì.",
            discussion:
                "Làm được ở đâu là do địa bàn, kỳ bình chọn hoặc cơ sở mà vai trò được giao cho (xem user show)."
        )
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Option(help: "Chỉ những việc mà vai trò này được làm.") var role: Role?

        func run() async throws {
            let lines = RoleTableLine.all.filter { line in role.map(line.roles.contains) ?? true }
            try output.printer(try await Workplace(demo: global.demo)).list(lines)
        }
    }
}

extension RoleTableLine: Listed {
    static let columns: [Column<RoleTableLine>] = [
        Column("action", "Việc", "Action", { $0.action.rawValue }),
        Column("roles", "Vai trò", "Roles", { $0.roles.map(\.rawValue).joined(separator: "|") }),
    ]
}
