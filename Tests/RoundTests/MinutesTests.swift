import Documents
import Evidence
import Postgres
import Registry
import RuralIndustry
import Synchronization
import TestSupport
import Testing

@Suite("Minutes of a closed round")
struct MinutesTests {
    private static func minutes(
        _ round: HeldRound, checkpoint: KeptCheckpoint? = nil, codesOnly: Bool = false,
        as viewer: Viewer? = nil
    ) async throws -> RoundMinutes {
        try await round.test.registry.minutes(
            ofRound: round.id, checkpoint: checkpoint, codesOnly: codesOnly, as: viewer ?? round.test.viewer)
    }

    /// A round in which marks meet every fate and totals are equal.
    private static func eventful(_ test: TestRegistry) async throws -> HeldRound {
        let plan =
            #"{"scoring": {"ties": ["criterion:market", "share"], "quorum": {"judges_per_entry": 2, "members_present": "1/2"}}}"#
        let round = try await test.judged(RoundScript(plan: plan, judges: 3), entries: 5)
        let codes = round.codes
        for (code, totals) in zip(codes, [[80, 80, 80], [80, 80, 80], [80, 80, 80]]) {
            for (judge, total) in zip(["J1", "J2", "J3"], totals) {
                if code == codes[2] {
                    // the same total with more for the market criterion of another entry
                    try await round.score(
                        try zip(["market", "economy", "culture", "other"], ["38", "30", "6", "6"]).map {
                            try scoreRow(code, judge, $0, $1)
                        })
                } else {
                    try await round.score(sheet(code, judge: judge, total: total))
                }
            }
        }
        try await round.score(sheet(codes[3], judge: "J1", total: 71))
        try await round.score(sheet(codes[3], judge: "J2", total: 66))
        try await round.score([
            try scoreRow(codes[3], "J3", "market", "30"),
            try scoreRow(codes[3], "J3", "economy", "", absence: "absent"),
            try scoreRow(codes[3], "J3", "culture", "8.5"),
            try scoreRow(codes[3], "J3", "other", "", absence: "recused"),
        ])
        try await round.score(sheet(codes[4], judge: "J1", total: 60))
        try await round.move([codes[4]], to: .withdrawn, because: "Cơ sở xin rút")
        try await round.close(membersPresent: 4)
        return round
    }

    @Test("they say who sat, what was left out and why, how ties were broken, and the whole result")
    func content() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.eventful(test)
            let codes = round.codes
            let minutes = try await Self.minutes(round)
            #expect(minutes.council.count == 5)
            #expect(minutes.council[0].title == "Chủ tịch Hội đồng")
            #expect(minutes.panel.map(\.code) == ["J1", "J2", "J3"])
            #expect(minutes.attendance.membersPresent == 4)
            #expect(minutes.attendance.membersNeeded == 3)
            #expect(minutes.entries.filed == 5)
            #expect(minutes.entries.others.map(\.reason) == ["Cơ sở xin rút"])
            #expect(minutes.marks.submitted == 9 * 4 + 8 + 4 + 4)
            #expect(
                minutes.marks.submitted
                    == minutes.marks.counted + minutes.marks.excluded.reduce(0) { $0 + $1.marks })
            #expect(minutes.marks.sheets.map(\.judge).sorted() == ["J1", "J3"])
            #expect(minutes.marks.sheets.allSatisfy { $0.recordedBy == test.viewer.name })
            let tie = try #require(minutes.result.ties.first)
            #expect(minutes.result.ties.count == 1)
            #expect(Set(tie.entries) == Set(codes.prefix(3)))
            guard case .criterion("market", let values) = tie.steps[0],
                case .share(let sharing) = tie.steps[1]
            else {
                Issue.record("\(tie.steps)")
                return
            }
            #expect(values.count == 3)
            #expect(Set(sharing) == Set(codes.prefix(2)))
            let lines = minutes.result.lines
            #expect(lines.map(\.tally.rank) == [1, 1, 3, 4])
            #expect(lines.map(\.tally.total?.description) == ["80", "80", "80", "68.5"])
            #expect(lines.allSatisfy { $0.isRecognised == nil })
            let text = minutes.text
            for words in [
                "BIÊN BẢN", "Căn cứ văn bản số 26/2014/TT-BCT",
                "Số thành viên Hội đồng có mặt khi khóa điểm: 4/5",
                "Cơ sở xin rút", "đồng hạng", "so tiêu chí",
                minutes.evidence.bundleSHA256.prefix(20).description,
            ] {
                #expect(
                    text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words),
                    "\(words)")
            }
        }
    }

    @Test(
        "the same records give the same bytes, as text and as PDF; the bundle of that day has the hash they print"
    )
    func same() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.eventful(test)
            let first = try await Self.minutes(round)
            let second = try await Self.minutes(round)
            #expect(first == second)
            #expect(first.text == second.text)
            let renderer = try OfficeRenderer(fonts: .load())
            #expect(try renderer.render(first) == renderer.render(second))
            let bundle = try await round.bundle(signedBy: nil, sealedOn: first.closedOn)
            #expect(first.evidence.bundleSHA256 == bundle.hash.hex)
            #expect(first.evidence.parts.map(\.name).contains("marks"))
        }
    }

    @Test("a total that is shown as the threshold and lies below it is told with its exact number")
    func shownAsThreshold() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"scoring": {"step": "0.001"}}"#
            let round = try await test.judged(RoundScript(plan: plan), entries: 2)
            for (code, other) in zip(round.codes, ["9.995", "10"]) {
                try await round.score([
                    try scoreRow(code, "J1", "market", "20"), try scoreRow(code, "J1", "economy", "30"),
                    try scoreRow(code, "J1", "culture", "10"), try scoreRow(code, "J1", "other", other),
                ])
            }
            let tally = try await round.close().tally
            let short = try #require(tally.lines.first { $0.entry == round.codes[0] })
            #expect(short.shown == "70.00" && short.eligible == false)
            #expect(short.shortfall(below: ExactDecimal(70))?.description == "69.995 < 70")
            #expect(
                tally.lines.first { $0.entry == round.codes[1] }?.shortfall(below: ExactDecimal(70)) == nil)
            let words = { (text: String) in text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            let closed = words(try await Self.minutes(round).text)
            let sentence =
                "\(round.codes[0]) không đạt: điểm chính xác 69,995 < 70; 70,00 trong bảng là số đã làm tròn."
            #expect(closed.contains(sentence))
            try await round.decide([
                DecisionRow(entry: round.codes[0], isRecognised: false),
                DecisionRow(entry: round.codes[1], isRecognised: true),
            ])
            let decided = words(try await Self.minutes(round).text)
            #expect(decided.contains(sentence))
        }
    }

    @Test("after a decision they say what was recognised, and the hashes stay")
    func decided() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90, 80])
            let before = try await Self.minutes(round)
            try await round.decide(lines(round.codes, recognised: 1))
            let after = try await Self.minutes(round)
            #expect(after.evidence == before.evidence)
            #expect(after.decision?.number == round.act.number)
            #expect(after.result.lines.map(\.isRecognised) == [true, false])
            #expect(after.text.contains("Quyết định số \(round.act.number)"))
        }
    }

    @Test("the head judge reads codes alone until the round is published, and then names")
    func identities() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90, 80])
            try await test.account("truong-ban")
            try await test.grant(.headJudge, in: "round:\(round.id)", to: "truong-ban")
            let head = try await test.viewer("truong-ban")
            func text(_ viewer: Viewer?, codesOnly: Bool = false) async throws -> String {
                let minutes = try await Self.minutes(round, codesOnly: codesOnly, as: viewer)
                return "\(minutes)" + minutes.text
            }
            let names = round.entries.flatMap { [$0.productName, $0.establishmentName] }
            let (blind, told) = (try await text(head), try await text(nil))
            for name in names {
                #expect(!blind.contains(name))
                #expect(told.contains(name))
            }
            #expect(try await !text(nil, codesOnly: true).contains(names[0]))
            try await round.decide(lines(round.codes, recognised: 2))
            #expect(try await !text(head).contains(names[0]))
            _ = try await test.registry.publishRound(round.id, as: test.viewer)
            #expect(try await text(head).contains(names[0]))
        }
    }

    @Test(
        "swapping two entrants changes nothing that who may not see them reads, reasons of conflicts included"
    )
    func blindSwap() async throws {
        let texts = Mutex<[String]>([])
        for isSwapped in [false, true] {
            try await TestRegistry.run { test in
                let script = RoundScript(judges: 3)
                var products: [ProductRecord] = []
                for name in isSwapped ? ["Gốm Hai", "Chè Một"] : ["Chè Một", "Gốm Hai"] {
                    let maker = try await test.establishment(
                        name: "Cơ sở \(name)", commune: script.commune, on: script.heldOn)
                    products.append(try await test.product(of: maker, name: name))
                }
                let round = try await test.judged(script, products: products)
                try await test.registry.recordConflict(
                    round: round.id, judge: "J3", establishment: round.entries[0].establishmentID,
                    because: "Vợ là giám đốc \(round.entries[0].establishmentName)", on: Day("2023-05-16"),
                    as: test.viewer)
                for judge in ["J1", "J2"] {
                    for (code, total) in zip(round.codes, [80, 75]) {
                        try await round.score(sheet(code, judge: judge, total: total))
                    }
                }
                try await round.score(sheet(round.codes[1], judge: "J3", total: 75))
                try await round.close()
                try await test.account("truong-ban")
                try await test.grant(.headJudge, in: "round:\(round.id)", to: "truong-ban")
                var minutes = try await Self.minutes(round, as: try await test.viewer("truong-ban"))
                minutes.evidence = RoundMinutes.Evidence(
                    linesSHA256: "", bundleSHA256: "", parts: [], checkpoint: nil)
                var text = minutes.text
                // codes are given anew in every registry
                for (index, code) in round.codes.enumerated() {
                    text = text.replacing(code, with: "MÃ-\(index)0")
                }
                let read = text
                texts.withLock { $0.append(read) }
            }
        }
        let (first, second) = texts.withLock { ($0[0], $0[1]) }
        #expect(first == second)
        #expect(!first.contains("giám đốc"))
    }

    @Test("there are none before the round is closed")
    func open() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 1), entries: 1)
            await expectRefusal("round-state") { _ = try await Self.minutes(round) }
        }
    }

    @Test("a checkpoint kept outside is printed if it covers the result, and refused if it does not fit")
    func checkpoint() async throws {
        try await TestRegistry.run { test in
            let key = try await test.signingKey()
            func checkpoint() async throws -> KeptCheckpoint {
                let note = try await test.registry.auditCheckpoint(
                    signedBy: key, at: Instant(microsecondsSince1970: 1_700_000_000_000_000), as: test.viewer)
                return KeptCheckpoint(try Checkpoint(text: note.text), keyName: note.keyName)
            }
            let tooOld = try await checkpoint()
            let round = try await test.closed(totals: [90])
            await expectRefusal("checkpoint-too-old") {
                _ = try await Self.minutes(round, checkpoint: tooOld)
            }
            let kept = try await checkpoint()
            let minutes = try await Self.minutes(round, checkpoint: kept)
            #expect(minutes.evidence.checkpoint?.root == kept.checkpoint.root.hex)
            #expect(minutes.text.contains(kept.checkpoint.root.hex.prefix(30)))
            let other = Checkpoint(
                treeSize: kept.checkpoint.treeSize, root: .zero, chain: kept.checkpoint.chain,
                time: Instant(microsecondsSince1970: 1_700_000_000_000_000))
            await #expect(throws: IntegrityFailure.self) {
                _ = try await Self.minutes(round, checkpoint: KeptCheckpoint(other, keyName: kept.keyName))
            }
        }
    }

    @Test(
        "the way from the result to the first checkpoint signed after it, and from the one before, is printed and holds"
    )
    func paths() async throws {
        try await TestRegistry.run { test in
            let key = try await test.signingKey()
            /// Signs until so many results are covered: transactions of other tests hold sealing up for a while.
            func sign(at second: Int64, covering results: Int) async throws {
                for _ in 0..<20 {
                    let note = try await test.registry.auditCheckpoint(
                        signedBy: key, at: Instant(microsecondsSince1970: second * 1_000_000), as: test.viewer
                    )
                    if try Checkpoint(text: note.text).treeSize >= results { return }
                }
            }
            func digests(_ path: [String]) throws -> [SHA256Digest] {
                try path.map { try SHA256Digest(hex: $0) }
            }
            for total in [90, 80, 75] { _ = try await test.closed(totals: [total]) }
            try await sign(at: 1_700_000_000, covering: 3)
            let round = try await test.closed(totals: [90])
            #expect(try await Self.minutes(round).evidence.checkpoint == nil)
            for total in [85, 72] { _ = try await test.closed(totals: [total]) }
            try await sign(at: 1_700_000_100, covering: 6)
            let minutes = try await Self.minutes(round)
            let printed = try #require(minutes.evidence.checkpoint)
            let leaf = try SHA256Digest(hex: printed.leafSHA256)
            let root = try SHA256Digest(hex: printed.root)
            #expect(printed.leaf == 3 && (4...6).contains(printed.treeSize))
            #expect(
                MerkleProof.includes(
                    leaf, at: Int(printed.leaf), inTreeOf: printed.treeSize, root: root,
                    path: try digests(printed.inclusionPath)))
            #expect(
                !MerkleProof.includes(
                    leaf, at: Int(printed.leaf) + 1, inTreeOf: printed.treeSize, root: root,
                    path: try digests(printed.inclusionPath)))
            let earlier = try #require(printed.earlier)
            #expect(earlier.treeSize == 3)
            #expect(
                MerkleProof.isConsistent(
                    old: earlier.treeSize, oldRoot: try SHA256Digest(hex: earlier.root),
                    new: printed.treeSize,
                    newRoot: root, path: try digests(earlier.consistencyPath)))
            for hash in printed.inclusionPath + earlier.consistencyPath {
                #expect(minutes.text.contains(hash.prefix(30)))
            }
            // what is signed later changes no minutes
            _ = try await test.closed(totals: [71])
            try await sign(at: 1_700_000_200, covering: 7)
            #expect(try await Self.minutes(round) == minutes)
        }
    }

    @Test(
        "a bundle as it was kept at closing has the hash that minutes print, made on any day and after a decision"
    )
    func keptBundle() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [90, 80])
            let printed = try await Self.minutes(round).evidence.bundleSHA256
            try await round.decide(lines(round.codes, recognised: 1))
            let kept = try await round.bundle(asKept: true, sealedOn: Day("2031-01-02"))
            #expect(kept.hash.hex == printed && kept.parts[.decision] == nil)
            let later = try await round.bundle(sealedOn: Day("2031-01-02"))
            #expect(later.hash.hex != printed && later.parts[.decision] != nil)
        }
    }

    @Test("nothing is drawn up from records that were altered since closing")
    func altered() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.closed(totals: [90, 80])
            try await test.asOwner { session in
                try session.beginAudit()
                try session.script("ALTER TABLE mark DISABLE TRIGGER USER")
                try session.execute(
                    "UPDATE mark SET value = value - 1 WHERE round_id = \(round.id) AND leaf = 'market'")
                try session.script("ALTER TABLE mark ENABLE TRIGGER USER")
            }
            await #expect(throws: IntegrityFailure.self) { _ = try await Self.minutes(round) }
        }
    }
}
