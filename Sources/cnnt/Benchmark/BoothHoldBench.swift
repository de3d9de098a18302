import ArgumentParser
import Registry
import RuralIndustry

extension BenchCommand {
    /// All booths of a fair held by several clients, and then confirmed: each a use case in a transaction of its own.
    struct BoothHolds: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "booth-holds")
        @Option var fair: Int64
        @Option var clients = 8

        func run() async throws {
            let place = try await Workplace(demo: false)
            let registry = try await place.openRegistry(poolSize: clients)
            let (viewer, today) = (place.viewer, place.today)
            let last = try await registry.fair(fair, as: viewer).days.last
            let codes = try await registry.boothStandings(ofFair: fair, on: today, as: viewer).map {
                $0.booth.booth.code.text
            }
            let shares = (0..<clients).map { client in
                codes.indices.filter { $0 % clients == client }.map { codes[$0] }
            }
            let tenants = try BoothTenants([.sponsor("Nhà tài trợ Mẫu")])
            let holding = try await Self.timed(shares) { code in
                let held = try await registry.holdBooths(
                    NewBoothHold(fair: fair, booths: [code], tenants: tenants, until: last), as: viewer,
                    today: today)
                return held.map(\.id)
            }
            let confirming = try await Self.timed(holding.answers) { id in
                try await registry.confirmBooths(id, as: viewer, today: today).map(\.id)
            }
            await registry.close()
            Console().write(
                """
                {"booths":\(codes.count),"clients":\(clients),"hold_s":\(holding.seconds),\
                "confirm_s":\(confirming.seconds),"confirmed":\(confirming.answers.reduce(0) { $0 + $1.count })}

                """)
        }

        /// Lets each client do its share one after another; what came out, client by client.
        private static func timed<Item: Sendable>(
            _ shares: [[Item]], _ act: @escaping @Sendable (Item) async throws -> [Int64]
        ) async throws -> (seconds: Double, answers: [[Int64]]) {
            let clock = ContinuousClock()
            let start = clock.now
            let answers = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for share in shares {
                    group.addTask {
                        var answers: [Int64] = []
                        for item in share { answers += try await act(item) }
                        return answers
                    }
                }
                return try await group.reduce(into: [[Int64]]()) { $0.append($1) }
            }
            return (start.duration(to: clock.now) / .seconds(1), answers)
        }
    }

    /// The scripts for pgbench that do the same.
    struct BoothSQL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "booth-sql")
        @Argument(help: "hold hoặc confirm.") var act: String

        func run() async throws {
            let scripts = Registry.boothScripts
            Console().write(act == "confirm" ? scripts.confirm : scripts.hold)
        }
    }
}
