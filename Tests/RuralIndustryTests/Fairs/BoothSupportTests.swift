import RuralIndustry
import Testing

@Suite("The supported part of a rent")
struct BoothSupportTests {
    private let opening = Day(daysSince2000: 9_820)  // 20/11/2026

    private func vnd(_ amount: Int64) throws -> VND { try #require(VND(amount)) }

    private func rule(
        _ share: String, _ caps: FundingCaps = FundingCaps(), source: FundingSource = .local,
        priority: Int = 100
    ) throws -> FundingRule {
        try FundingRule(
            source: source, province: source == .local ? try UnitCode("82") : nil, share: try Percent(share),
            caps: caps, priorityPercent: priority,
            validity: try #require(
                Validity(from: Day(year: 2021, month: 7, day: 1), to: Day(year: 2027, month: 1, day: 1))),
            legalBasis: "09/2021/QĐ-UBND")
    }

    @Test("a share without caps is the share, rounded down to whole đồng")
    func share() throws {
        let support = BoothSupport.of(rent: try vnd(9_600_001), under: try rule("80"), on: opening)
        #expect(support.amount.amount == 7_680_000)
        #expect(support.reasons == [.share(try Percent("80"))])
        #expect(BoothSupport.of(rent: try vnd(99), under: try rule("33.33"), on: opening).amount.amount == 32)
        // no overflow at the largest amount there is
        #expect(
            BoothSupport.of(rent: try vnd(VND.largest), under: try rule("100"), on: opening).amount.amount
                == VND.largest)
    }

    @Test("Đồng Tháp pays half of one booth, ten million at most, at two fairs a year")
    func dongThap() throws {
        let rule = try rule(
            "50", FundingCaps(perBooth: try vnd(10_000_000), boothsPerFair: 1, fairsPerYear: 2))
        let rent = try vnd(24_000_000)
        let first = BoothSupport.of(rent: rent, under: rule, on: opening)
        #expect(first.amount.amount == 10_000_000)
        #expect(first.reasons == [.share(try Percent("50")), .perBooth(try vnd(10_000_000))])
        let second = BoothSupport.of(
            rent: rent, under: rule, on: opening, before: SupportBefore(boothsAtFair: 1))
        #expect(second.amount == .zero)
        #expect(second.reasons == [.boothsPerFair(1)])
        let thirdFair = BoothSupport.of(
            rent: rent, under: rule, on: opening, before: SupportBefore(otherFairsInYear: 2))
        #expect(thirdFair.reasons == [.fairsPerYear(2)])
    }

    @Test("Khánh Hòa pays six million an establishment at a fair: the second booth gets what the first left")
    func khanhHoa() throws {
        let rule = try rule("50", FundingCaps(boothsPerFair: 2, perFair: try vnd(6_000_000)))
        let rent = try vnd(9_600_000)
        #expect(BoothSupport.of(rent: rent, under: rule, on: opening).amount.amount == 4_800_000)
        let second = BoothSupport.of(
            rent: rent, under: rule, on: opening,
            before: SupportBefore(boothsAtFair: 1, atFair: try vnd(4_800_000), inYear: try vnd(4_800_000)))
        #expect(second.amount.amount == 1_200_000)
        #expect(second.reasons.last == .perFair(try vnd(6_000_000)))
    }

    @Test("what was paid in the year counts, and more than the cap leaves nothing")
    func year() throws {
        let rule = try rule("80", FundingCaps(perYear: try vnd(20_000_000)))
        let support = BoothSupport.of(
            rent: try vnd(9_600_000), under: rule, on: opening,
            before: SupportBefore(inYear: try vnd(21_000_000)))
        #expect(support.amount == .zero)
        #expect(support.reasons.last == .perYear(try vnd(20_000_000)))
    }

    @Test("a priority area gets one and a half times, share and cap, but never more than the rent")
    func priority() throws {
        let rule = try rule("50", FundingCaps(perBooth: try vnd(4_000_000)), priority: 150)
        let rent = try vnd(10_000_000)
        #expect(BoothSupport.of(rent: rent, under: rule, on: opening).amount.amount == 4_000_000)
        let support = BoothSupport.of(rent: rent, under: rule, on: opening, isPriorityArea: true)
        #expect(support.amount.amount == 6_000_000)
        #expect(
            support.reasons == [.share(try Percent("50")), .priority(150), .perBooth(try vnd(6_000_000))])
        let whole = try self.rule("80", priority: 150)
        #expect(
            BoothSupport.of(rent: rent, under: whole, on: opening, isPriorityArea: true).amount == rent)
    }

    @Test("national and local funds never pay for the same booth")
    func otherFunds() throws {
        let local = BoothSupport.of(
            rent: try vnd(9_600_000), under: try rule("50"), on: opening, otherFunds: .national)
        #expect(local.amount == .zero)
        #expect(local.reasons == [.paidByOtherFunds(.national)])
        let same = BoothSupport.of(
            rent: try vnd(9_600_000), under: try rule("50"), on: opening, otherFunds: .local)
        #expect(same.amount.amount == 4_800_000)
    }

    @Test("a rule pays on its days alone; its last day is the one before it ends")
    func days() throws {
        let rule = try rule("80")
        let rent = try vnd(1_000_000)
        let last = try #require(Day(year: 2026, month: 12, day: 31))
        #expect(BoothSupport.of(rent: rent, under: rule, on: last).amount.amount == 800_000)
        let after = BoothSupport.of(rent: rent, under: rule, on: last.adding(days: 1))
        #expect(after.amount == .zero)
        #expect(after.reasons == [.notInForce(last.adding(days: 1))])
    }

    @Test("no rule pays more than the rent or any of its caps", arguments: 1...60)
    func bounds(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        func amount(_ samples: inout Samples) throws -> VND { try vnd(Int64(samples.int(0...30_000_000))) }
        let caps = FundingCaps(
            perBooth: try samples.maybe(amount), boothsPerFair: samples.maybe { $0.int(0...3) },
            perFair: try samples.maybe(amount), fairsPerYear: samples.maybe { $0.int(0...3) },
            perYear: try samples.maybe(amount))
        let rule = try FundingRule(
            source: .national, share: try #require(Percent(hundredths: samples.int(0...10_000))), caps: caps,
            priorityPercent: samples.int(100...150), validity: .always, legalBasis: "x")
        let rent = try amount(&samples)
        let before = SupportBefore(
            boothsAtFair: samples.int(0...3), atFair: try amount(&samples),
            otherFairsInYear: samples.int(0...3), inYear: try amount(&samples))
        let isPriority = samples.int(0...1) == 1
        let support = BoothSupport.of(
            rent: rent, under: rule, on: opening, isPriorityArea: isPriority, before: before)
        #expect(support.amount <= rent)
        #expect(!support.reasons.isEmpty)
        if let most = caps.perFair, support.amount > .zero {
            #expect(support.amount.amount + before.atFair.amount <= most.amount)
        }
        if let most = caps.perYear, support.amount > .zero {
            #expect(support.amount.amount + before.inYear.amount <= most.amount)
        }
        if let most = caps.perBooth, !isPriority { #expect(support.amount <= most) }
    }

    @Test("who share a booth share its support, and the one with least left decides how much it is")
    func shared() throws {
        let rent = try vnd(9_600_001)
        let rule = try rule("100", FundingCaps(boothsPerFair: 1, perFair: try vnd(3_000_000)))
        let fresh = SupportBefore()
        let two = BoothSupport.of(rent: rent, under: rule, on: opening, sharedBy: [fresh, fresh])
        #expect(two.amount.amount == 6_000_000)
        let four = BoothSupport.of(
            rent: rent, under: rule, on: opening, sharedBy: [fresh, fresh, fresh, fresh])
        #expect(four.amount.amount == 9_600_001)
        #expect(fresh.adding(four, ofSeats: 4).atFair.amount == 2_400_001)
        let spent = SupportBefore(atFair: try vnd(2_999_999))
        #expect(
            BoothSupport.of(rent: rent, under: rule, on: opening, sharedBy: [fresh, spent]).amount.amount == 2
        )
        // two of the three are one establishment by now
        let double = SupportBefore(seats: 2)
        #expect(
            BoothSupport.of(rent: rent, under: rule, on: opening, sharedBy: [double, fresh]).amount.amount
                == 4_500_000)
        let supported = SupportBefore(boothsAtFair: 1)
        #expect(
            BoothSupport.of(rent: rent, under: rule, on: opening, sharedBy: [fresh, supported]).reasons
                == [.boothsPerFair(1)])
        // a department is no establishment
        #expect(BoothSupport.of(rent: rent, under: rule, on: opening, sharedBy: []).amount == rent)
    }

    @Test("who has a booth on other days leaves of its support what it was not paid")
    func otherDays() throws {
        let rule = try rule("50", FundingCaps(perBooth: try vnd(4_000_000)))
        func paid(_ amount: Int64) throws -> BoothSupport {
            BoothSupport.of(
                rent: try vnd(9_600_000), under: rule, on: opening, sharedBy: [SupportBefore()],
                paid: try vnd(amount))
        }
        #expect(try paid(1_000_000).amount.amount == 3_000_000)
        #expect(try paid(4_000_000).amount == .zero)
        #expect(try paid(4_000_000).reasons.last == .paidOnOtherDays(try vnd(4_000_000)))
    }

    @Test(
        "booth after booth, whoever shares them, no establishment gets more than its caps", arguments: 1...60)
    func sharedBounds(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        let caps = FundingCaps(
            boothsPerFair: samples.maybe { $0.int(1...4) },
            perFair: try vnd(Int64(samples.int(1...20_000_000))),
            perYear: try vnd(Int64(samples.int(1...20_000_000))))
        let rule = try FundingRule(
            source: .national, share: try #require(Percent(hundredths: samples.int(0...10_000))), caps: caps,
            validity: .always, legalBasis: "x")
        var sharers = (0..<samples.int(1...4)).map { _ in SupportBefore(seats: samples.int(1...2)) }
        let seats = sharers.reduce(0) { $0 + $1.seats }
        var (paid, booths) = (0 as Int64, 0)
        for _ in 0..<6 {
            let support = BoothSupport.of(
                rent: try vnd(Int64(samples.int(0...30_000_000))), under: rule, on: opening, sharedBy: sharers
            )
            if support.amount == .zero { continue }
            paid += support.amount.amount
            booths += 1
            sharers = sharers.map { $0.adding(support, ofSeats: seats) }
            for sharer in sharers {
                #expect(sharer.boothsAtFair <= caps.boothsPerFair ?? 6)
                #expect(sharer.atFair <= min(caps.perFair ?? .zero, caps.perYear ?? .zero))
            }
            let parts = sharers.reduce(0) { $0 + $1.atFair.amount }
            // parts are rounded up by less than a đồng a seat and booth
            #expect((paid...paid + Int64(seats * booths)).contains(parts))
        }
    }

    @Test("local funds name their province, national ones none; what else is wrong is told with it")
    func badRules() throws {
        let share = try Percent("80")
        let province = try UnitCode("82")
        #expect(
            codes {
                try FundingRule(
                    source: .local, share: share, priorityPercent: 151, validity: .always, legalBasis: "")
            } == [
                "funding-rule-province@province_code", "funding-rule-priority@priority_percent",
                "value-missing@legal_basis",
            ])
        #expect(
            codes {
                try FundingRule(
                    source: .national, province: province, share: share, validity: .always, legalBasis: "x")
            } == ["funding-rule-province@province_code"])
    }
}
