import RuralIndustry
import Testing

/// Each expectation is written out from the texts, not computed by the rules that it checks.
@Suite("Who is a rural-industry establishment")
struct EligibilityTests {
    private static let small = EnterpriseSize(labour: 20, capital: 5_000_000_000, revenue: 9_000_000_000)
    private static let aCommune = ProductionPlace([.init(commune: .commune, province: .province)])
    private static let aWardOfCity = ProductionPlace([.init(commune: .ward, province: .city)])

    private func eligibility(
        _ form: LegalForm = .household, size: EnterpriseSize = EnterpriseSize(),
        at sites: [ProductionPlace] = [Self.aCommune], on day: Day, cleaner: Bool = false
    ) -> Eligibility {
        Eligibility(
            EligibilityFacts(
                legalForm: form, size: size, sites: sites, day: day, isForCleanerProduction: cleaner))
    }

    // MARK: Area

    /// The verdicts of each commune-level kind under each district and province kind, in the four times of the decree.
    private static func area(
        _ commune: UnitKind, _ district: UnitKind?, _ province: UnitKind?, _ day: Day
    ) -> Verdict {
        switch (day, commune) {
        case (..<Day.make(2012, 7, 5), _): return .cannotTell
        case (_, .commune): return .yes
        case (..<Day.make(2025, 7, 1), .township): return .yes
        case (..<Day.make(2025, 7, 1), .ward):
            return district == .ruralDistrict || district == .town ? .yes : .cannotTell
        case (..<Day.make(2025, 10, 15), .township): return .yes
        case (..<Day.make(2025, 10, 15), _): return .cannotTell
        case (_, .specialZone): return .yes
        case (_, .ward): return province == .province ? .yes : province == .city ? .no : .cannotTell
        default: return .cannotTell
        }
    }

    @Test("every kind of place, in every time of the decree, for every form and size")
    func table() {
        let days = [
            (2012, 7, 4), (2012, 7, 5), (2023, 5, 15), (2025, 6, 30), (2025, 7, 1), (2025, 10, 14),
            (2025, 10, 15),
            (2026, 11, 20),
        ].map { Day.make($0.0, $0.1, $0.2) }
        let sizes: [(EnterpriseSize, Verdict)] = [
            (Self.small, .yes), (EnterpriseSize(), .cannotTell),
            (EnterpriseSize(labour: 200, capital: 100_000_000_000), .yes),
        ]
        var checked = 0
        for day in days {
            for form in LegalForm.allCases {
                for (size, enterprise) in sizes {
                    for commune in UnitLevel.commune.kinds {
                        for district in UnitLevel.district.kinds.map(Optional.some) + [nil] {
                            for province in UnitLevel.province.kinds.map(Optional.some) + [nil] {
                                let place = ProductionPlace([
                                    .init(commune: commune, district: district, province: province)
                                ])
                                let area = Self.area(commune, district, province, day)
                                let isLate = form == .cooperativeUnion || form == .craftVillage
                                let parts: [Verdict] = [
                                    isLate && day < Day.make(2025, 10, 15) ? .no : .yes,
                                    form == .enterprise ? enterprise : .yes, area,
                                ]
                                let expected: Verdict =
                                    day < Day.make(2012, 7, 5)
                                    ? .cannotTell
                                    : parts.contains(.no)
                                        ? .no : parts.contains(.cannotTell) ? .cannotTell : .yes
                                let found = eligibility(form, size: size, at: [place], on: day)
                                #expect(
                                    found.verdict == expected,
                                    "\(form) \(commune) \(String(describing: district)) \(String(describing: province)) \(day)"
                                )
                                checked += 1
                            }
                        }
                    }
                }
            }
        }
        #expect(checked == 8 * 6 * 3 * 4 * 5 * 3)
    }

    @Test("a ward names just what is missing about its city")
    func missing() {
        let day = Day.make(2023, 5, 15)
        let ofCity = ProductionPlace([.init(commune: .ward, district: .city, province: .province)])
        let ofQuarter = ProductionPlace([.init(commune: .ward, district: .urbanDistrict, province: .city)])
        #expect(eligibility(at: [ofCity], on: day).sites.map(\.reason) == [.wardOfCity])
        #expect(eligibility(at: [ofQuarter], on: day).sites.map(\.reason) == [.wardOfUrbanDistrict])
        #expect(EligibilityReason.wardOfCity.text.vi.contains("loại đô thị"))
        let between = ProductionPlace([.init(commune: .ward, province: .province)])
        #expect(
            eligibility(at: [between], on: Day.make(2025, 8, 1)).sites.map(\.reason) == [.wardWithoutDistrict]
        )
    }

    @Test(
        "a ward whose province became a centrally-run city is out from that day, and the reason says what was not seen"
    )
    func newCity() {
        let since = Day.make(2026, 9, 1)
        let before = ProductionPlace([.init(commune: .ward, province: .province)])
        let after = ProductionPlace([.init(commune: .ward, province: .city, centralCitySince: since)])
        #expect(eligibility(at: [before], on: Day.make(2026, 8, 31)).verdict == .yes)
        let found = eligibility(at: [after], on: since)
        #expect(found.verdict == .no && found.sites.map(\.reason) == [.wardOfNewCentralCity])
        #expect(EligibilityReason.wardOfNewCentralCity.text.vi.contains("chuyển tiếp"))
        let longSince = ProductionPlace([
            .init(commune: .ward, province: .city, centralCitySince: Day.make(2025, 1, 1))
        ])
        #expect(eligibility(at: [longSince], on: since).sites.map(\.reason) == [.wardOfCentralCity])
    }

    @Test("one eligible site is enough, and the answer says that only it counts")
    func sites() {
        let day = Day.make(2026, 1, 1)
        let mixed = eligibility(at: [Self.aWardOfCity, Self.aCommune], on: day)
        #expect(mixed.verdict == .yes && mixed.sites.map(\.verdict) == [.no, .yes])
        #expect(mixed.reasons.contains(.someSitesOnly))
        #expect(eligibility(at: [Self.aWardOfCity], on: day).verdict == .no)
        #expect(eligibility(at: [Self.aWardOfCity, ProductionPlace([])], on: day).verdict == .cannotTell)
        #expect(eligibility(at: [], on: day).verdict == .cannotTell)
    }

    @Test("where a commune became several units, they must agree")
    func split() {
        let day = Day.make(2026, 1, 1)
        let ward = ProductionPlace.Unit(commune: .ward, province: .city)
        let commune = ProductionPlace.Unit(commune: .commune, province: .city)
        let zone = ProductionPlace.Unit(commune: .specialZone, province: .city)
        let disagreeing = eligibility(at: [ProductionPlace([ward, commune])], on: day)
        #expect(disagreeing.sites.map(\.reason) == [.siteUnitsDiffer] && disagreeing.verdict == .cannotTell)
        #expect(eligibility(at: [ProductionPlace([zone, commune])], on: day).verdict == .yes)
        #expect(eligibility(at: [ProductionPlace([ward, ward])], on: day).verdict == .no)
    }

    // MARK: Size

    @Test(
        "an enterprise is small or medium by the test of the day",
        arguments: [
            (200, 100, 201, 2022, EligibilityReason.sizeSmallOrMedium),
            (201, 1, 1, 2022, .sizeTooManyPersons),
            (10, 101, 200, 2022, .sizeSmallOrMedium), (10, 101, 201, 2022, .sizeTooMuchMoney),
            (nil, 101, 201, 2022, .sizeTooMuchMoney), (nil, 1, 1, 2022, .sizeLabourMissing),
            (10, nil, nil, 2022, .sizeMoneyMissing), (10, 101, nil, 2022, .sizeMoneyMissing),
            (10, nil, 201, 2022, .sizeMoneyMissing), (10, nil, 200, 2022, .sizeSmallOrMedium),
            (250, 100, nil, 2017, .sizeCapitalSmall), (10, 101, nil, 2017, .sizeCapitalLarge),
            (10, nil, nil, 2017, .sizeCapitalMissing), (nil, nil, nil, 2022, .sizeLabourMissing),
        ] as [(Int?, Int64?, Int64?, Int, EligibilityReason)])
    func size(labour: Int?, capital: Int64?, revenue: Int64?, year: Int, reason: EligibilityReason) {
        let billion: Int64 = 1_000_000_000
        let size = EnterpriseSize(
            labour: labour, capital: capital.map { $0 * billion }, revenue: revenue.map { $0 * billion })
        let found = eligibility(.enterprise, size: size, on: Day.make(year, 5, 15))
        #expect(found.reasons.contains(reason) && found.verdict == reason.verdict)
        #expect(eligibility(.cooperative, size: size, on: Day.make(year, 5, 15)).verdict == .yes)
    }

    @Test("one đồng above the limits counts")
    func limits() {
        let day = Day.make(2026, 1, 1)
        let at = EnterpriseSize(labour: 200, capital: 100_000_000_001, revenue: 200_000_000_000)
        let above = EnterpriseSize(labour: 200, capital: 100_000_000_001, revenue: 200_000_000_001)
        #expect(eligibility(.enterprise, size: at, on: day).verdict == .yes)
        #expect(eligibility(.enterprise, size: above, on: day).verdict == .no)
    }

    @Test("for cleaner production neither size nor area matters, the legal form does")
    func cleaner() {
        let day = Day.make(2026, 1, 1)
        let large = EnterpriseSize(labour: 5_000)
        #expect(eligibility(.enterprise, size: large, at: [Self.aWardOfCity], on: day).verdict == .no)
        let found = eligibility(.enterprise, size: large, at: [Self.aWardOfCity], on: day, cleaner: true)
        #expect(found.verdict == .yes && found.reasons.contains(.sizeFree))
        #expect(found.sites.map(\.reason) == [.areaFree])
        #expect(eligibility(.craftVillage, on: Day.make(2023, 1, 1), cleaner: true).verdict == .no)
    }

    @Test("every reason has an article, both languages and a word of its own")
    func reasons() {
        for reason in EligibilityReason.allCases {
            #expect(reason.source.contains("NĐ") || reason.source.contains("TT"))
            #expect(!reason.text.vi.isEmpty && !reason.text.en.isEmpty && reason.text.vi != reason.text.en)
        }
        let texts = EligibilityReason.allCases.map(\.text)
        #expect(Set(texts).count == texts.count)
    }
}

extension Day {
    fileprivate static func make(_ year: Int, _ month: Int, _ day: Int) -> Day {
        guard let made = Day(year: year, month: month, day: day) else { preconditionFailure("no day") }
        return made
    }
}
