import Evidence
import Foundation
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("The bundle that a stranger can compute again")
struct ResultBundleTests {
    private static let key = SigningKey()
    private static let keys = TrustedKeys([TrustedKeys.Entry(key.verifying)])

    private static func bundle(_ round: HeldRound, signed: Bool = true) async throws -> ResultBundle {
        try await round.bundle(signedBy: signed ? key : nil)
    }

    /// A round in which marks meet every fate.
    private static func eventful(_ test: TestRegistry) async throws -> HeldRound {
        let round = try await test.judged(RoundScript(judges: 3), entries: 3)
        var content = try written(80, comment: "Mẫu mã đẹp")
        content.remarks["market"] = "Bán chạy"
        try await round.save(0, "J1", content)
        try await round.submit(0, "J1")
        try await round.score(sheet(round.codes[0], judge: "J2", total: 71))
        try await round.score([
            try scoreRow(round.codes[0], "J3", "market", "30"),
            try scoreRow(round.codes[0], "J3", "economy", "", absence: "absent"),
            try scoreRow(round.codes[0], "J3", "culture", "8.5"),
            try scoreRow(round.codes[0], "J3", "other", "", absence: "recused"),
        ])
        for judge in ["J1", "J2", "J3"] {
            try await round.score(sheet(round.codes[1], judge: judge, total: 90))
        }
        try await round.score(sheet(round.codes[2], judge: "J1", total: 66))
        try await round.move([round.codes[2]], to: .withdrawn, because: "Cơ sở xin rút")
        try await meet(round, on: Day("2023-05-30"))
        try await round.close()
        return round
    }

    private static func meet(_ round: HeldRound, on day: Day) async throws {
        _ = try await round.test.registry.recordMeeting(
            ofRound: round.id, on: day, present: (1...3).map { "Ủy Viên Mẫu \($0)" }, place: "Hội trường",
            as: round.test.viewer, today: round.test.today)
    }

    @Test("every mark ever submitted is in it with its fate, those of an entry that withdrew too")
    func fates() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.eventful(test)
            let marks = try #require(try await Self.bundle(round).parts[.marks])
            #expect(marks["submitted"] == .integer(28))
            #expect(marks["counted"] == .integer(20))
            #expect(
                marks["excluded"]
                    == .object([
                        "absent": .integer(1), "recused": .integer(1), "incomplete-sheet": .integer(2),
                        "entry-withdrawn": .integer(4),
                    ]))
        }
    }

    @Test("nothing of whose product an entry is leaves the database with it")
    func anonymous() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.eventful(test)
            let text = String(decoding: try await Self.bundle(round).bytes, as: UTF8.self)
            for word in ["Sản phẩm Mẫu", "Cơ sở Mẫu", "identities", "product"] {
                #expect(!text.contains(word))
            }
        }
    }

    @Test("it is the same after the decision but for the decision, whatever happens to the roster later")
    func stable() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90, 80])
            let before = try await Self.bundle(round)
            let again = try await Self.bundle(round)
            #expect(before.bytes == again.bytes)
            try await round.decide(lines(round.codes, recognised: 1))
            try await test.tamper { session in
                try session.execute("UPDATE judge SET member_to = '2026-01-01' WHERE round_id = \(round.id)")
            }
            let after = try await Self.bundle(round)
            #expect(after.parts[.decision]?["lines"]?.array?.count == 2)
            for part in after.format.required { #expect(after.parts[part] == before.parts[part]) }
            let verification = BundleVerification(of: after.bytes, trusting: Self.keys)
            #expect(verification.findings.isEmpty)
            #expect(verification.signer == .trusted(Self.key.verifying))
        }
    }

    @Test("a key that is not trusted, was revoked, or did not sign is told apart from alteration")
    func signers() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90])
            let bytes = try await Self.bundle(round).bytes
            func signer(_ keys: TrustedKeys, _ bytes: [UInt8]) -> BundleVerification.Signer {
                let verification = BundleVerification(of: bytes, trusting: keys)
                #expect(verification.findings.isEmpty)
                return verification.signer
            }
            #expect(signer(TrustedKeys(), bytes) == .unknown(Self.key.verifying))
            #expect(
                signer(TrustedKeys([.init(SigningKey().verifying)]), bytes) == .unknown(Self.key.verifying))
            let (day, next) = (Day("2026-11-20"), Day("2026-11-21"))
            #expect(
                signer(TrustedKeys([.init(Self.key.verifying, revokedFrom: day)]), bytes)
                    == .revoked(Self.key.verifying, from: day))
            #expect(
                signer(TrustedKeys([.init(Self.key.verifying, revokedFrom: next)]), bytes)
                    == .trusted(Self.key.verifying))
            let unsigned = try await Self.bundle(round, signed: false).bytes
            #expect(signer(Self.keys, unsigned) == .nobody)
        }
    }

    @Test(
        "changing any value or key of it is found; with all hashes put right again the signature still tells")
    func tampering() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.eventful(test)
            let day = Day("2023-06-15")
            try await Self.meet(round, on: day)
            for (entry, inFavour) in [(nil, 3), (round.codes.prefix(2).min(), 2)] {
                _ = try await test.registry.recordVote(
                    ofRound: round.id, on: day, entry: entry, inFavour: inFavour, against: 3 - inFavour,
                    abstained: 0, as: test.viewer)
            }
            try await round.decide(lines(Array(round.codes.prefix(2)).sorted(), recognised: 1))
            let bundle = try await Self.bundle(round)
            #expect(BundleVerification(of: bundle.bytes, trusting: Self.keys).findings.isEmpty)
            var (count, places, files): (Int, [String], [[UInt8]]) = (0, [], [])
            for altered in Alteration.all(of: bundle.json) {
                count += 1
                let bytes = Array(altered.document.text.utf8) + [0x0A]
                let plain = BundleVerification(of: bytes, trusting: Self.keys)
                #expect(!plain.isSound, "\(altered.pointer)")
                // whose key it is, and whether it signed the day that stands nowhere else, is for openssl
                if !altered.pointer.hasPrefix("/signature"), altered.pointer != "/manifest/sealed_on" {
                    places.append(altered.pointer)
                    files.append(bytes)
                }
                let rehashed = Alteration.rehashed(altered.document)
                // of some alterations putting the hashes right makes the honest file again
                guard rehashed != bundle.bytes else { continue }
                #expect(
                    !BundleVerification(of: rehashed, trusting: Self.keys).isSound,
                    "\(altered.pointer), hashes put right")
            }
            #expect(count > 200 && files.count > 200)
            for (place, found) in zip(places, SecondVerifier.findings(inEach: files)) {
                #expect(found != nil, "\(place), by the second program")
            }
        }
    }

    @Test("a forger who signs anew with another key is not trusted, and a wrong total is found whoever signs")
    func resigned() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90, 80])
            var parts = try await Self.bundle(round).parts
            let forger = SigningKey()
            let honest = try TwoVerifiers.forged(parts, signedBy: forger)
            #expect(
                BundleVerification(of: honest.bytes, trusting: Self.keys).signer == .unknown(forger.verifying)
            )
            let tally = try #require(parts[.tally]).text
            parts[.tally] = try JSONValue(parsing: tally.replacing("\"80\"", with: "\"81\""))
            let forged = try TwoVerifiers.forged(parts, signedBy: Self.key)
            let told = TwoVerifiers.expectRefused(forged.bytes)
            #expect(told.own.map(\.code) == ["bundle-total"])
            #expect(told.second.contains("tally"))
        }
    }

    @Test("other ways of writing the same, and what is no bundle, are refused")
    func form() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90])
            let bytes = try await Self.bundle(round).bytes
            let text = String(decoding: bytes, as: UTF8.self)
            for other in [
                " " + text, String(text.dropLast()), text + "\n", text.replacing("\"id\":", with: "\"id\": "),
                "",
                "{}", "[]", "null", "{\"format\":\"cnnt-result-bundle/1\"}",
            ] {
                TwoVerifiers.expectRefused(Array(other.utf8))
            }
        }
    }

    @Test("once a record under it was altered past the program, no bundle is made, and it is told which part")
    func alteredRecords() async throws {
        let alterations: [(String, String)] = [
            ("UPDATE mark SET value = value - 1 WHERE leaf = 'market'", "marks"),
            ("UPDATE entry SET state = 'rejected', state_reason = 'x'", "entries"),
            ("UPDATE entry SET product_id = product_id + 10", "identities"),
        ]
        for (statement, part) in alterations {
            try await TestRegistry.run(checksInvariants: false) { test in
                let round = try await test.closed(totals: [90, 80])
                try await test.tamper { try $0.script(statement) }
                do {
                    _ = try await Self.bundle(round)
                    Issue.record("a bundle was made after \(statement)")
                } catch let failure as IntegrityFailure {
                    #expect(failure.findings.contains { $0.text.en.contains("“\(part)”") })
                }
            }
        }
    }

    @Test("before closing there is none")
    func notYet() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            await expectRefusal("round-state") { _ = try await Self.bundle(round) }
        }
    }
}

extension BundleVerification {
    /// Nothing is found and a trusted key signed.
    fileprivate var isSound: Bool {
        if case .trusted = signer { findings.isEmpty } else { false }
    }
}

/// A document with one thing in it changed.
private struct Alteration {
    let pointer: String
    let document: JSONValue

    /// Every value changed, every member left out and one put in, each by itself.
    static func all(of value: JSONValue, at pointer: String = "") -> [Alteration] {
        switch value {
        case .null: [Alteration(pointer: pointer, document: .string("x"))]
        case .bool(let flag): [Alteration(pointer: pointer, document: .bool(!flag))]
        case .integer(let number): [Alteration(pointer: pointer, document: .integer(number + 1))]
        case .decimal: [Alteration(pointer: pointer, document: .null)]
        case .string(let text):
            [Alteration(pointer: pointer, document: .string(text == "0" ? "1" : text.isEmpty ? "x" : "0"))]
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                all(of: element, at: "\(pointer)/\(index)").map { altered in
                    var copy = elements
                    copy[index] = altered.document
                    return Alteration(pointer: altered.pointer, document: .array(copy))
                }
            }
                + (elements.isEmpty
                    ? [] : [Alteration(pointer: pointer + "/-", document: .array(elements.dropLast()))])
        case .object(let members):
            members.keys.sorted().flatMap { key in
                var without = members
                without[key] = nil
                return all(of: members[key] ?? .null, at: "\(pointer)/\(key)").map { altered in
                    var copy = members
                    copy[key] = altered.document
                    return Alteration(pointer: altered.pointer, document: .object(copy))
                } + [Alteration(pointer: "\(pointer)/\(key) left out", document: .object(without))]
            } + [
                Alteration(
                    pointer: pointer + " put in",
                    document: .object(members.merging(["zz": .null]) { first, _ in first }))
            ]
        }
    }

    /// The file as a forger without the key would write it: all hashes fit the parts.
    static func rehashed(_ document: JSONValue) -> [UInt8] {
        guard case .object(var members) = document, case .object(let parts)? = members["parts"],
            case .object(var manifest)? = members["manifest"]
        else { return Array(document.text.utf8) + [0x0A] }
        manifest["parts"] = .object(
            parts.mapValues { .string(SHA256Digest(of: Array($0.text.utf8)).hex) })
        members["manifest"] = .object(manifest)
        return Array(JSONValue.object(members).text.utf8) + [0x0A]
    }
}
