import ArgumentParser
import FoundationEssentials
import Registry
import RuralIndustry

extension BenchCommand {
    /// Searches in several connections of one process, as a service would, and prints how long answers took. The questions are
    /// about records of the made-up country: whole and unfinished names, with and without diacritics, slips, codes, places.
    struct SearchLatency: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "search")
        @OptionGroup var options: CountryOptions
        @OptionGroup var load: LoadOptions

        func run() async throws {
            let country = try options.country()
            let place = try await Workplace(demo: false)
            let (today, viewer) = (place.today, place.viewer)
            try await load.measure(place) { registry, client, turn in
                let text = country.question(turn &* 1024 &+ client)
                let answer = try await registry.search(try SearchQuery(text), on: today, as: viewer)
                return !answer.hits.isEmpty
            }
        }
    }

    /// The award history of products, in several connections of one process.
    struct ProductHistoryLatency: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "product-history")
        @OptionGroup var load: LoadOptions
        @Option var first: Int64
        @Option var last: Int64

        func run() async throws {
            let (first, count) = (first, Int(max(1, last - first + 1)))
            let place = try await Workplace(demo: false)
            try await load.measure(place) { registry, client, turn in
                var numbers = SeededNumbers(seed: 1, kind: UInt64(client), index: turn)
                let product = first + Int64(numbers.below(count))
                return try await !registry.awardHistory(.product(product), as: .anybody).isEmpty
            }
        }
    }
}

/// How many clients ask at the same time, and for how long.
struct LoadOptions: ParsableArguments {
    @Option var clients = 8
    @Option var seconds = 10
    /// Connections that the clients share, as they do in a service: with more than there are cores to work for them, a long search
    /// would be cut into slices and last as many times longer, and so would all others.
    @Option var connections = ProcessInfo.processInfo.activeProcessorCount + 1

    /// Lets each client ask again and again, and prints what that took. Clients wait for their answers, so that there are never
    /// more questions than clients. A first second is not counted.
    func measure(
        _ place: Workplace,
        _ ask: @escaping @Sendable (_ registry: Registry, _ client: Int, _ turn: Int) async throws -> Bool
    ) async throws {
        let registry = try await place.openRegistry(poolSize: max(1, min(clients, connections)))
        let clock = ContinuousClock()
        let start = clock.now + .seconds(1)
        let end = start + .seconds(seconds)
        let all = try await withThrowingTaskGroup(of: [(milliseconds: Double, isFound: Bool)].self) { group in
            for client in 0..<max(1, clients) {
                group.addTask {
                    var answers: [(milliseconds: Double, isFound: Bool)] = []
                    var turn = 0
                    while clock.now < end {
                        let asked = clock.now
                        let isFound = try await ask(registry, client, turn)
                        if asked >= start {
                            answers.append(((clock.now - asked) / .milliseconds(1), isFound))
                        }
                        turn += 1
                    }
                    return answers
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        await registry.close()
        let times = all.map(\.milliseconds).sorted()
        let found = all.count(where: \.isFound)
        let percentile = { (part: Double) -> Double in
            times.isEmpty ? 0 : times[min(times.count - 1, Int(part * Double(times.count)))]
        }
        Console().write(
            """
            {"clients":\(clients),"seconds":\(seconds),"answers":\(times.count),\
            "found":\(found),"p50_ms":\(percentile(0.5)),"p90_ms":\(percentile(0.9)),\
            "p99_ms":\(percentile(0.99)),"max_ms":\(times.last ?? 0)}

            """)
    }
}

extension Country {
    /// What somebody might type to find a record.
    func question(_ index: Int) -> String {
        var numbers = SeededNumbers(seed: seed, kind: 4, index: index)
        let maker = maker(numbers.below(establishmentCount))
        let product = product(numbers.below(productCount))
        switch numbers.below(100) {
        case 0..<15: return maker.name
        case 15..<30: return Folded(maker.name).text
        case 30..<45: return Folded(product.name).text
        case 45..<60: return "\(product.name) \(product.maker.commune.name)"
        case 60..<75: return String(Folded(product.name).text.dropLast(1 + numbers.below(3)))
        case 75..<80: return "\(maker.craft.trade) \(maker.commune.name)"
        case 80..<90: return Self.withSlip(Folded(maker.name).text, &numbers)
        case 90..<95: return maker.taxCode
        default: return maker.phone
        }
    }

    /// One letter dropped, doubled, replaced or swapped with its neighbour.
    private static func withSlip(_ text: String, _ numbers: inout SeededNumbers) -> String {
        var letters = Array(text)
        let at = 1 + numbers.below(max(1, letters.count - 2))
        guard letters.indices.contains(at), letters[at] != " ", letters[at - 1] != " " else { return text }
        switch numbers.below(4) {
        case 0: letters.remove(at: at)
        case 1: letters.insert(letters[at], at: at)
        case 2: letters[at] = "x"
        default: letters.swapAt(at, at - 1)
        }
        return String(letters)
    }
}
