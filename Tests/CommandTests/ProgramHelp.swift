import Foundation

/// What the program says about itself to programs (`--experimental-dump-help` of ArgumentParser, made from
/// `CNNT.configuration.subcommands` down).
enum ProgramHelp {
    /// Every command that does something, as it is typed: `score sheet show`; hidden ones too.
    static func commands(of program: Program) throws -> [String] {
        let help = try program.run("--experimental-dump-help").output
        return leaves(under: try JSONDecoder().decode(Tool.self, from: Data(help.utf8)).command, [])
    }

    private static func leaves(under command: Command, _ path: [String]) -> [String] {
        let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
        if below.isEmpty { return [path.joined(separator: " ")] }
        return below.flatMap { leaves(under: $0, path + [$0.commandName]) }
    }

    private struct Tool: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?
    }
}
