import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Entries")
struct EntryTests {
    private static func drafts(_ csv: String) throws -> [Located<EntryDraft>] {
        try RecordFile<EntryColumn>(csv: csv).parsed { (row, notation) throws(Refusal) in
            try EntryDraft(row.fields, notation)
        }
    }

    private static func file(_ csv: String, in round: HeldRound) async throws -> [EntryRecord] {
        try await round.test.registry.importEntries(
            try drafts(csv), round: round.id, as: round.test.viewer, today: round.test.today)
    }

    @Test("a file enters products under given and drawn codes, each drawn one with its check digit")
    func codes() async throws {
        try await TestRegistry.run { test in
            let establishment = try await test.establishment(commune: "05503")
            for number in 1...3 {
                try await test.product(
                    of: establishment, name: "Sản phẩm \(number)", externalID: "SP\(number)")
            }
            let round = try await test.drafted()
            let entries = try await Self.file(
                """
                product_external_id;entry_code;group;judging_name;filed_on;note
                SP1;A-01;handicraft;Mẫu số một;10/04/2023;Nộp tại chỗ
                SP2;;;;10/04/2023;
                SP3;;;;2023-04-11;
                """, in: round)
            let first = try #require(entries.first { $0.code == "A-01" })
            #expect(first.group == .handicraft)
            #expect(first.judgingName == "Mẫu số một")
            #expect(first.note == "Nộp tại chỗ")
            #expect(first.state == .received)
            let drawn = entries.filter { $0.code != "A-01" }
            #expect(drawn.count == 2)
            for entry in drawn {
                #expect(try EntryCode(entry.code).text == entry.code)
                #expect(entry.group == .food)
            }
            #expect(entries.first { $0.productName == "Sản phẩm 3" }?.filedOn == Day("2023-04-11"))
        }
    }

    @Test("drawn codes say nothing about the order of filing, and later ones do not repeat earlier ones")
    func drawnCodes() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let round = try await test.drafted(script)
            let products = try await test.products(40)
            for part in [products.prefix(20), products.dropFirst(20)] {
                try await round.file(try part.map { try script.entry($0) })
            }
            let entries = try await test.registry.entries(ofRound: round.id, as: test.viewer)
            #expect(Set(entries.map(\.code)).count == 40)
            // In the order of their codes the products come in another order than they were filed in: 1 in 40! by chance.
            #expect(entries.map(\.productID) != products.map(\.id))
        }
    }

    @Test("after the intake day nothing is filed; on the day itself it is")
    func intakeDay() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript(intakeUntil: Day("2023-04-10"))
            let products = try await test.products(2)
            let round = try await test.drafted(script)
            let late = await expectRefusal("filed-late") {
                try await round.file([
                    script.entry(products[0]), script.entry(products[1], ["filed_on": "2023-04-11"]),
                ])
            }
            #expect(late.first?.place.row == 3)
            #expect(late.first?.place.column == "filed_on")
            #expect(try await round.record().entries == 0)
            try await round.file([script.entry(products[0])])
            #expect(try await round.record().entries == 1)
        }
    }

    @Test(
        "an entry that says no day is filed today, and too late is too late; of an earlier year's round on its own day"
    )
    func unstatedDay() async throws {
        try await TestRegistry.run { test in
            let products = try await test.products(2)
            let earlier = try await test.drafted(RoundScript(intakeUntil: Day("2023-04-10")))
            let filed = try await Self.file(
                "product_id\n\(products[0].id)\n", in: earlier)
            #expect(filed.map(\.filedOn) == [Day("2023-04-10")])
            let current = try await test.registry.createRound(
                NewRound(
                    regulationID: "vbhn-46-2025", level: .provincial, organiserCode: "19",
                    year: test.today.year,
                    name: "Kỳ năm nay", intakeUntil: test.today.adding(days: -1)), as: test.viewer,
                today: test.today)
            await expectRefusal("filed-late") {
                _ = try await test.registry.importEntries(
                    [
                        Located(
                            try EntryDraft(
                                Fields(named: [
                                    "product_id": String(products[1].id), "exception": "lower-round-not-held",
                                ])))
                    ], round: current.id, as: test.viewer, today: test.today)
            }
        }
    }

    @Test("all bad rows are told with their row, and nothing is filed")
    func allBadRows() async throws {
        try await TestRegistry.run { test in
            try await test.addOtherPlaces()
            let outside = try await test.product(
                of: test.establishment(name: "Cơ sở phía Nam", commune: "26734"))
            let products = try await test.products(3)
            let closed = try await test.registry.closeProduct(
                products[2].id, on: Day("2023-01-31"), because: "Ngừng sản xuất", as: test.viewer)
            let round = try await test.drafted(RoundScript(intakeUntil: Day("2023-04-30")))
            let told = await expectRefusal(
                "unknown-product", "unknown-product", "unknown-group", "outside-territory", "product-closed",
                "filed-late"
            ) {
                _ = try await Self.file(
                    """
                    product_id,product_external_id,group,filed_on
                    \(products[0].id),,,2023-04-10
                    999999,,,2023-04-10
                    ,KHÔNG-CÓ,,2023-04-10
                    \(products[1].id),,jewellery,2023-04-10
                    \(outside.id),,,2023-04-10
                    \(closed.id),,,2023-04-10
                    \(products[1].id),,,2023-05-01
                    """, in: round)
            }
            #expect(told.map(\.place.row) == [3, 4, 5, 6, 7, 8])
            #expect(
                told.map(\.place.column) == [
                    "product_id", "product_external_id", "group", "product_id", nil, "filed_on",
                ])
            #expect(try await round.record().entries == 0)
        }
    }

    @Test("a row names its product in just one way, and its code is one that can be typed")
    func badRowsAlone() async throws {
        await expectRefusal("product-reference") {
            _ = try Self.drafts("product_id,product_external_id\n1,SP1\n")
        }
        await expectRefusal("product-reference") { _ = try Self.drafts("product_id,note\n,không có gì\n") }
        await expectRefusal("entry-code-form") { _ = try Self.drafts("product_id,entry_code\n1,mã số\n") }
        await expectRefusal("entry-exception-unknown") {
            _ = try Self.drafts("product_id,exception\n1,because\n")
        }
        await expectRefusal("nomination-incomplete") {
            _ = try Self.drafts("product_id,nomination_number\n1,12/UB\n")
        }
        await expectRefusal("lower-award-or-exception") {
            _ = try Self.drafts("product_id,lower_certificate,exception\n1,0001/2023,lower-round-not-held\n")
        }
    }

    @Test("a product enters a round once, in one file and over several")
    func twice() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let products = try await test.products(2)
            let round = try await test.drafted(script)
            let told = await expectRefusal("product-entered-twice") {
                try await round.file([
                    script.entry(products[0]), script.entry(products[1]), script.entry(products[0]),
                ])
            }
            #expect(told.first?.place.row == 4)
            try await round.file([script.entry(products[0], ["entry_code": "A1"])])
            let again = await expectRefusal("product-entered-twice") {
                try await round.file([script.entry(products[1]), script.entry(products[0])])
            }
            #expect(again.first?.place.row == 3)
            await expectRefusal("entry-code-taken") {
                try await round.file([script.entry(products[1], ["entry_code": "A1"])])
            }
            await expectRefusal("entry-code-taken") {
                try await round.file([
                    script.entry(products[1], ["entry_code": "B1"]),
                    script.entry(products[0], ["entry_code": "B1"]),
                ])
            }
            #expect(try await round.record().entries == 1)
            // What was rejected may be filed anew, under another code.
            try await round.move(["A1"], to: .rejected, because: "Thiếu hồ sơ")
            try await round.file([script.entry(products[0], ["entry_code": "A2"])])
            #expect(try await round.record().entries == 2)
        }
    }

    @Test("an entrant must lie in the organiser's territory, whatever its commune is called by then")
    func territory() async throws {
        try await TestRegistry.run { test in
            try await test.addOtherPlaces()
            func enters(_ product: ProductRecord, _ script: RoundScript) async throws -> Bool {
                let round = try await test.drafted(script)
                do {
                    try await round.file([script.entry(product)], dryRun: true)
                    return true
                } catch let refusal as Refusal where refusal.violations.map(\.code) == ["outside-territory"] {
                    return false
                }
            }
            let provinceOf2023 = RoundScript.provincial
            let bacKan = provinceOf2023.with { $0.organiser = "06" }
            let merged = RoundScript.merged
            let otherDistrict = RoundScript(organiser: "171")

            let local = try await test.product(of: test.establishment(name: "Ở Tân Cương", commune: "05503"))
            #expect(try await enters(local, RoundScript()))
            #expect(try await enters(local, provinceOf2023))
            #expect(try await enters(local, merged))
            #expect(try await !enters(local, otherDistrict))
            #expect(try await !enters(local, bacKan))

            // The merger of 2025 brought Bắc Kạn to Thái Nguyên.
            let brought = try await test.product(of: test.establishment(name: "Ở Bắc Kạn", commune: "01834"))
            #expect(try await enters(brought, bacKan))
            #expect(try await !enters(brought, provinceOf2023))
            #expect(try await enters(brought, merged))

            // Registered only after the merger, it enters an older round from where its commune came from.
            let later = try await test.product(
                of: test.establishment(name: "Ở Đức Xuân", commune: "01840", on: Day("2025-10-15")))
            #expect(try await enters(later, bacKan))
            #expect(try await !enters(later, provinceOf2023))

            // A production site elsewhere counts for more than the head office.
            let site = try await test.product(
                of: test.establishment(
                    name: "Xưởng ở nơi khác", commune: "26734", ["site_commune_code": "05503"]))
            #expect(try await enters(site, RoundScript()))
            let office = try await test.product(
                of: test.establishment(name: "Trụ sở ở đây", commune: "05503", ["site_commune_code": "26734"])
            )
            #expect(try await !enters(office, RoundScript()))
        }
    }

    @Test("a regional round takes entrants of its provinces only, the nation's takes all")
    func regions() async throws {
        try await TestRegistry.run { test in
            try await test.addOtherPlaces()
            let north = try await test.product(of: test.establishment(name: "Ở phía Bắc", commune: "05503"))
            let south = try await test.product(of: test.establishment(name: "Ở phía Nam", commune: "26734"))
            let script = RoundScript.regional
            let round = try await test.drafted(script)
            // The territory is looked at before the lower award, which neither has.
            await expectRefusal("lower-award-required") { try await round.file([script.entry(north)]) }
            await expectRefusal("outside-territory") { try await round.file([script.entry(south)]) }
            let nation = script.with { ($0.level, $0.organiser) = (.national, "VN") }
            let national = try await test.drafted(nation)
            await expectRefusal("lower-award-required") { try await national.file([nation.entry(south)]) }
        }
    }

    @Test(
        "entries are accepted, completed, rejected and withdrawn along their states, all of the codes or none"
    )
    func states() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let round = try await test.drafted(script)
            let filed = try await round.file(
                try await test.products(4).enumerated().map { try script.entry($1, ["entry_code": "A\($0)"]) }
            )
            let codes = filed.map(\.code)
            #expect(codes == ["A0", "A1", "A2", "A3"])
            await expectRefusal("unknown-entry") { try await round.move(["A0", "A9"], to: .accepted) }
            #expect(try await round.record().accepted == 0)
            #expect(try await round.move(["A0", "A1"], to: .incomplete, because: "Thiếu ảnh") == 2)
            #expect(try await round.move(["A0", "A2"], to: .accepted) == 2)
            // Again is no change, and no error.
            #expect(try await round.move(["A0"], to: .accepted) == 0)
            await expectRefusal("entry-transition") { try await round.move(["A0"], to: .incomplete) }
            #expect(try await round.move(["A1"], to: .rejected, because: "Không đủ điều kiện") == 1)
            #expect(try await round.move(["A3"], to: .withdrawn, because: "Cơ sở xin rút") == 1)
            for code in ["A1", "A3"] {
                await expectRefusal("entry-transition") { try await round.move([code], to: .accepted) }
            }
            let entries = try await test.registry.entries(ofRound: round.id, as: test.viewer)
            #expect(entries.map(\.state) == [.accepted, .rejected, .accepted, .withdrawn])
            #expect(entries[1].stateReason == "Không đủ điều kiện")
        }
    }

    @Test("refusing and withdrawing need a reason", arguments: [EntryState.rejected, .withdrawn])
    func reasons(state: EntryState) async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let round = try await test.drafted(script)
            let filed = try await round.file(try await test.products(1).map { try script.entry($0) })
            for reason in [nil, "", " "] as [String?] {
                await expectRefusal("text-empty") {
                    try await round.move(filed.map(\.code), to: state, because: reason)
                }
            }
            #expect(try await round.move(filed.map(\.code), to: state, because: "Có lý do") == 1)
        }
    }

    @Test("while the round is judged an entry may be withdrawn, and no new one comes in")
    func whileJudging() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged()
            try await round.move([round.codes[0]], to: .withdrawn, because: "Xin rút")
            await expectRefusal("round-state") { try await round.move([round.codes[1]], to: .accepted) }
            await expectRefusal("round-state") {
                try await round.file(try await test.products(1).map { try round.script.entry($0) })
            }
            #expect(try await round.record().accepted == 1)
        }
    }

    @Test("a mistyped code is told apart from one that is not there")
    func mistyped() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            let code = round.codes[0]
            let last = try #require(code.last?.wholeNumberValue)
            let mistyped = code.dropLast() + String((last + 1) % 10)
            await expectRefusal("entry-code-check-digit") {
                try await round.move([String(mistyped)], to: .withdrawn, because: "x")
            }
            await expectRefusal("unknown-entry") {
                try await round.move(["ABC"], to: .withdrawn, because: "x")
            }
        }
    }

    @Test("a dry run files nothing")
    func dryRun() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let round = try await test.drafted(script)
            let would = try await round.file(
                try await test.products(2).map { try script.entry($0) }, dryRun: true)
            #expect(would.count == 2)
            #expect(try await round.record().entries == 0)
        }
    }
}
