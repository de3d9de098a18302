import ArgumentParser
import Documents
import Evidence
import RuralIndustry

extension BenchCommand {
    /// The booths of a large fair given to those who ask for them, once under quotas that nest and once with groups of neighbours
    /// and quotas that cut across, and the plan drawn.
    struct Fairs: AsyncParsableCommand {
        @Option var booths = 2_000
        @Option var requests = 1_500
        @Option var provinces = 34
        @Option var repetitions = 5
        @Option var seed: UInt64 = 1

        func validate() throws {
            guard booths > 0, requests > 0, (1...63).contains(provinces), repetitions > 0 else {
                throw ValidationError(
                    "Các số phải dương, tối đa 63 tỉnh (positive numbers, at most 63 provinces).")
            }
        }

        func run() async throws { try measure() }

        /// Not asynchronous itself: Swift 6.3's optimiser fails on errors of known type inside such a function.
        private func measure() throws {
            let fair = BenchFair(booths: booths, requests: requests, provinces: provinces, seed: seed)
            let plan = try fair.plan()
            var answer: [(key: String, value: Field)] = [
                ("booths", .number(booths)), ("requests", .number(requests)),
                ("provinces", .number(provinces)),
            ]
            var drawing: BoothPlanDrawing?
            for isHard in [false, true] {
                let problem = try fair.problem(plan, isHard: isHard)
                var allocation: AllocationPlan?
                let seconds = try Self.seconds(repetitions) {
                    allocation = try AllocationPlan(of: problem) { SHA256Digest(of: $0).bytes }
                }
                guard let allocation else { return }
                let name = isHard ? "groups_crossing" : "nested"
                answer += [
                    (name + "_s", .list(seconds.map { String($0) })),
                    (name + "_value", .number(allocation.value)),
                    (name + "_bound", .number(allocation.upperBound)),
                    (name + "_gap", .number(allocation.gap)),
                    (name + "_given", .number(allocation.outcomes.reduce(0) { $0 + $1.booths.count })),
                ]
                if !isHard { drawing = try fair.drawing(plan, allocation) }
            }
            guard let drawing else { return }
            var bytes = 0
            let drawn = Self.seconds(repetitions) { bytes = drawing.svg().utf8.count }
            answer += [("svg_ms", .list(drawn.map { String($0 * 1000) })), ("svg_bytes", .number(bytes))]
            Console().write(try JSONText.encode(RecordObject(answer)))
        }

        private static func seconds(_ repetitions: Int, _ work: () throws -> Void) rethrows -> [Double] {
            let clock = ContinuousClock()
            return try (0..<repetitions).map { _ in
                let start = clock.now
                try work()
                return start.duration(to: clock.now) / .seconds(1)
            }
        }
    }
}

extension BenchCommand {
    /// The files of the same fair: booths, quotas, requests of establishments `E1`, `E2`, …, and what funds pay.
    struct FairFiles: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "fair-files")
        @Option var booths = 2_000
        @Option var requests = 1_500
        /// Codes of provinces, separated by commas.
        @Option var provinces: String
        @Flag var hard = false
        @Option var seed: UInt64 = 1
        @Option var out: String

        func run() async throws {
            let codes = try provinces.split(separator: ",").map {
                try UnitCode(String($0), level: .province)
            }
            guard booths > 0, requests > 0, !codes.isEmpty else {
                throw ValidationError(
                    "Các số phải dương, có ít nhất một tỉnh (positive numbers, a province).")
            }
            try makeFolder(out)
            let fair = BenchFair(booths: booths, requests: requests, provinces: codes.count, seed: seed)
            for file in try fair.files(provinces: codes, isHard: hard) {
                try writeFile(Array(file.text.utf8), to: out + "/" + file.name)
            }
        }
    }
}
