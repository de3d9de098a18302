import Foundation
import RuralIndustry
import Testing

@testable import Registry

/// Every command as every role, within its territory and without, held against the one table of who may do what.
@Suite("Every command as every role")
struct EveryRoleTests {
    @Test("the table in the README is the policy's")
    func readme() throws {
        let text = try String(contentsOfFile: Program.projectRoot + "/README.md", encoding: .utf8)
        let lines = text.split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        let heading = try #require(lines.firstIndex { $0.count > 2 && $0[1] == "action" })
        let roles = try lines[heading].dropFirst(2).dropLast().map { try #require(Role(rawValue: $0)) }
        #expect(roles == [.anybody] + Role.grantable)
        let rows = lines[(heading + 2)...].prefix { $0.count == lines[heading].count }
        #expect(rows.map { $0[1] } == Action.allCases.map { "`\($0.rawValue)`" })
        for row in rows {
            let action = try #require(Action(rawValue: row[1].trimmingCharacters(in: ["`"])))
            let marked = zip(roles, row.dropFirst(2)).filter { !$0.1.isEmpty }.map(\.0)
            #expect(marked == roles.filter { Policy.allows($0, action) }, "\(action.rawValue)")
        }
    }

    /// What concerns the whole registry: who administers a part of it may not, and is told so as of another territory.
    private static let national: Set<Action> = [
        .unitImport, .unitChange, .calendarImport, .regulationImport, .fundingImport, .auditRead,
        .integrityCheck, .keyChange,
    ]
    /// What is the same everywhere, so that there is no without.
    private static let everywhere: Set<Action> = [
        .unitRead, .calendarRead, .regulationRead, .awardHistory, .certificateVerify, .registrySearch,
        .keyRead,
        .auditSeal, .fairRead, .fairVisit,
    ]
    /// Commands that list what is within reach, and nothing where that is nothing; or that make something, of which the command
    /// says where it lies.
    private static let lists = [
        "establishment list", "establishment duplicates", "product list", "round list", "round statistics",
        "award list",
        "award count", "certificate list", "certificate expiring", "certificate revocations",
        "nomination list",
        "nomination export", "user list", "user add", "registration list", "registration purge", "fair list",
        "fair count", "booth history",
    ]

    /// Commands that read a file before they ask where its contents go, or find a record that became another.
    private static let files = ["dossier add", "dossier import", "product add", "product import"]
    /// What the registry here has none of: a complaint, a fair's requests.
    private static let missing = [
        "complaint", "booth", "fair", "certificate revocations", "registration",
    ]
    /// Commands that need more of the nation than what they ask first: the keys and the trail, or the territory that is given.
    private static let ofTheNation = ["audit checkpoint", "audit proof", "certificate proof", "user grant"]

    @Test(
        "what is refused for want of a role, and only that, is what the table does not allow; without the territory nothing is done"
    )
    func matrix() async throws {
        try await Program.inTemporaryFolder { program in
            let program = program.with(["CNNT_BASE_URL": "https://cnnt.example"])
            try BlindRound.prepare(program)
            try Self.accounts(program)
            let commands = Set(
                JudgesReach.refused + JudgesReach.ofJudges.values.flatMap(\.self)
                    + JudgesReach.ofHeads.values.flatMap(\.self)
            ).sorted()
            let asked = try Self.actions(of: commands, program)
            for role in Role.grantable {
                let isOfPlaces = role.territories.contains(.unit) || role == .establishmentOwner
                let inside = try Self.run(commands, as: "\(role.rawValue).in", program)
                let allowed = commands.filter { inside[$0]?.code != "not-permitted" }
                let outside = isOfPlaces ? try Self.run(allowed, as: "\(role.rawValue).out", program) : [:]
                for command in commands {
                    guard let first = asked[command], let answer = inside[command] else { continue }
                    // a command may ask for several things: it is refused for one that the table does not allow, and only then
                    let refusedFor = answer.refusedAction(command)
                    #expect(
                        refusedFor.map { !Policy.allows(role, $0) } ?? Policy.allows(role, first),
                        "\(role.rawValue): \(command) (\(first.rawValue))")
                    if refusedFor == nil, role.territories.contains(.unit), !Self.national.contains(first),
                        !(Self.missing + Self.ofTheNation).contains(where: command.hasPrefix)
                    {
                        #expect(answer.code != "outside-territory", "\(role.rawValue): \(command)")
                    }
                    if let answer = outside[command] { Self.expectNothing(answer, command, first, role) }
                }
            }
        }
    }

    /// Outside its territory a role is refused as if there were nothing, or finds nothing.
    private static func expectNothing(_ answer: Answer, _ command: String, _ action: Action, _ role: Role) {
        if everywhere.contains(action) || (lists + files).contains(where: command.hasPrefix) {
            #expect(answer.code != "not-permitted", "\(role.rawValue): \(command)")
        } else {
            #expect(
                answer.status == 1 && isUnknown(answer.code),
                "\(role.rawValue) outside: \(command): \(answer)")
        }
    }

    /// Told as of another territory, or as there is none.
    private static func isUnknown(_ code: String) -> Bool {
        code == "outside-territory" || code.hasPrefix("unknown-")
    }

    private struct Answer {
        let status: Int32
        /// Of the first error; empty: none.
        let code: String
        let errors: String

        /// What the policy refused, as it says; nil: nothing.
        func refusedAction(_ command: String) -> Action? {
            guard code == "not-permitted" else { return nil }
            guard let name = errors.firstMatch(of: /\(([a-z]+\.[a-z-]+)\)/)?.1,
                let action = Action(rawValue: String(name))
            else {
                Issue.record("\(command) does not say what it was refused for: \(errors)")
                return nil
            }
            return action
        }
    }

    /// What each command asks the policy for, as it tells somebody who has no role at all.
    private static func actions(of commands: [String], _ program: Program) throws -> [String: Action] {
        var actions: [String: Action] = [:]
        for (command, answer) in try run(commands, as: "nobody", program) {
            // the others are what anybody may
            if let action = answer.refusedAction(command) { actions[command] = action }
        }
        #expect(actions.count > 130)
        return actions
    }

    /// Two of each role: of Thái Nguyên, its round and its maker, and of somewhere else.
    private static func accounts(_ program: Program) throws {
        var lines = [
            "cnnt user add nobody --name Nobody",
            "cnnt round create --regulation vbhn-16-2018 --level provincial --organiser 08 --year 2023 --held-on 2023-05-15 --name 'Nơi khác'",
            "cnnt establishment add --name 'Cơ sở Xa' --legal-form household --commune-code 05587 --as-of 2023-05-15",
        ]
        for role in Role.grantable {
            for (end, unit, round, maker) in [("in", "19", 1, 1), ("out", "08", 3, 3)] {
                let place =
                    role.territories.contains(.unit)
                    ? unit : role.territories.contains(.round) ? "round:\(round)" : "establishment:\(maker)"
                lines.append(
                    "cnnt user add \(role.rawValue).\(end) --name X && cnnt user grant \(role.rawValue).\(end) --role \(role.rawValue) --in \(place)"
                )
            }
        }
        let outcome = try program.shell("set -e; " + lines.joined(separator: " && ") + " > /dev/null")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// Every command, one after the other, in one shell.
    private static func run(_ commands: [String], as login: String, _ program: Program) throws -> [String:
        Answer]
    {
        let script = commands.map { command in
            "cnnt \(command) --as-user \(login) > /dev/null 2> .told; echo \"\u{1}$?\"; head -c 2000 .told"
        }.joined(separator: "\n")
        let parts = try program.shell("mkdir -p got; " + script).output.split(
            separator: "\u{1}", omittingEmptySubsequences: false
        ).dropFirst()
        try #require(parts.count == commands.count)
        return Dictionary(
            zip(
                commands,
                parts.map { part in
                    let told = part.drop { $0 != "\n" }
                    return Answer(
                        status: Int32(part.prefix { $0 != "\n" }) ?? -1,
                        code: told.firstMatch(of: /error\[([a-z-]+)\]/).map { String($0.1) } ?? "",
                        errors: String(told))
                }), uniquingKeysWith: { first, _ in first })
    }
}
