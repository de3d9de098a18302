import Registry
import RuralIndustry
import TestSupport

// Rounds brought to a stage, so that a test begins where it is about something.

extension TestRegistry {
    func drafted(_ script: RoundScript = RoundScript()) async throws -> HeldRound {
        let round = try await registry.createRound(try script.newRound(), as: viewer, today: today)
        return HeldRound(test: self, script: script, id: round.id)
    }

    /// Products of an establishment of its own in the script's commune.
    func products(
        _ count: Int, for script: RoundScript = RoundScript(), group: ProductGroupID = .food
    ) async throws -> [ProductRecord] {
        let establishment = try await establishment(commune: script.commune, on: script.heldOn)
        var products: [ProductRecord] = []
        for number in 0..<count {
            products.append(
                try await product(of: establishment, name: "Sản phẩm Mẫu \(number + 1)", group: group))
        }
        return products
    }

    /// A round that is being judged, with products of one establishment accepted as entries.
    func judged(
        _ script: RoundScript = RoundScript(), entries count: Int = 2, products given: [ProductRecord]? = nil,
        _ more: [String: String] = [:]
    ) async throws -> HeldRound {
        let products: [ProductRecord]
        if let given { products = given } else { products = try await self.products(count, for: script) }
        var round = try await drafted(script)
        try await round.open()
        try await round.seat()
        let filed = try await round.file(try products.map { try script.entry($0, more) })
        let byProduct = Dictionary(filed.map { ($0.productID, $0) }) { first, _ in first }
        round.entries = products.compactMap { byProduct[$0.id] }
        try await round.move(round.codes, to: .accepted)
        try await round.judge()
        return round
    }

    /// A closed round in which each entry has the total given for it.
    func closed(
        _ script: RoundScript = RoundScript(), totals: [Int], products: [ProductRecord]? = nil
    ) async throws -> HeldRound {
        let round = try await judged(script, entries: totals.count, products: products)
        try await round.score(totals)
        try await round.close()
        return round
    }

    /// A decided round of which the first so many entries are recognised.
    func decided(
        _ script: RoundScript = RoundScript(), entries: Int = 2, recognised: Int? = nil,
        products: [ProductRecord]? = nil
    ) async throws -> HeldRound {
        let round = try await closed(
            script, totals: (0..<entries).map { 95 - $0 }, products: products)
        try await round.decide(lines(round.codes, recognised: recognised ?? entries))
        return round
    }
}
