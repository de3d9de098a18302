import RuralIndustry
import Testing

@Suite("Checks over whole unit files")
struct UnitChecksTests {
    private func unit(_ code: String, _ parent: String? = nil, _ from: String? = nil, _ to: String? = nil)
        throws -> UnitRecord
    {
        let code = try UnitCode(code)
        return UnitRecord(
            code: code, name: "A", fullName: "B", kind: code.level.kinds[0],
            parent: try parent.map { try UnitCode($0) },
            validity: try #require(
                Validity(from: try from.map { try Day(iso: $0) }, to: try to.map { try Day(iso: $0) })))
    }

    private func edge(_ from: String, _ to: String, _ relation: LineageRelation, _ day: String = "2025-07-01")
        throws -> LineageEdge
    {
        LineageEdge(
            from: try UnitCode(from), to: try UnitCode(to), relation: relation,
            effectiveDate: try Day(iso: day),
            legalBasis: nil)
    }

    private func located<Value>(_ values: [Value]) -> [Located<Value>] {
        values.enumerated().map { Located($1, at: Place(row: $0 + 2)) }
    }

    private func codes(_ violations: [Violation]) -> [String] {
        violations.map { "\($0.code)@\($0.place.row ?? 0)" }
    }

    @Test("one time after another is fine, overlapping times of a code are not")
    func overlaps() throws {
        let good = try [unit("01", nil, nil, "2025-07-01"), unit("01", nil, "2025-07-01")]
        #expect(UnitChecks.violations(units: located(good)).isEmpty)
        let bad = try [unit("01", nil, nil, "2025-07-01"), unit("01", nil, "2025-06-30"), unit("02")]
        #expect(
            codes(UnitChecks.violations(units: located(bad)))
                == ["unit-validity-overlap@2", "unit-validity-overlap@3"])
        let twice = try [unit("01"), unit("01")]
        #expect(codes(UnitChecks.violations(units: located(twice))) == ["unit-twice@2", "unit-twice@3"])
    }

    @Test("a row takes the place of what is known from the same day, but not of another time")
    func known() throws {
        let known = try [unit("01", nil, nil, "2025-07-01"), unit("01", nil, "2025-07-01")]
        #expect(UnitChecks.violations(units: located(known), known: known).isEmpty)
        let longer = try [unit("01", nil, nil, "2026-01-01")]
        #expect(
            codes(UnitChecks.violations(units: located(longer), known: known)) == ["unit-validity-overlap@2"])
    }

    @Test("a parent must exist all the while, be it in several times one after another")
    func parents() throws {
        let provinces = try [unit("75", nil, nil, "2026-04-30"), unit("75", nil, "2026-04-30")]
        #expect(UnitChecks.violations(units: located(provinces + [try unit("26000", "75")])).isEmpty)
        let gap = try [
            unit("75", nil, nil, "2026-04-30"), unit("75", nil, "2026-05-01"), unit("26000", "75"),
        ]
        #expect(codes(UnitChecks.violations(units: located(gap))) == ["unit-parent-unknown@4"])
        let late = try [
            unit("75", nil, "2025-07-01"), unit("26000", "75"), unit("26001", "75", "2025-07-01"),
        ]
        #expect(codes(UnitChecks.violations(units: located(late))) == ["unit-parent-unknown@3"])
        let ended = try [unit("75", nil, nil, "2025-07-01"), unit("26000", "75", "2025-01-01", "2025-08-01")]
        #expect(codes(UnitChecks.violations(units: located(ended))) == ["unit-parent-unknown@3"])
        #expect(
            codes(UnitChecks.violations(units: located([try unit("26000", "75")]))) == [
                "unit-parent-unknown@2"
            ])
    }

    @Test("covering is the same as being found on every day", arguments: 0..<20)
    func covers(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        let code = try UnitCode("01")
        for _ in 0..<50 {
            var records: [UnitRecord] = []
            var start = samples.int(0...3)
            for index in 0..<samples.int(0...3) {
                let end = start + samples.int(1...4)
                let isFirst = index == 0 && samples.int(0...1) == 0
                let validity = try #require(
                    Validity(
                        from: isFirst ? nil : Day(daysSince2000: Int32(start)),
                        to: end > 12 ? nil : Day(daysSince2000: Int32(end))))
                records.append(
                    UnitRecord(
                        code: code, name: "A", fullName: "A", kind: .city, parent: nil, validity: validity))
                if end > 12 { break }
                start = end + (samples.int(0...3) == 0 ? 1 : 0)
            }
            let catalogue = UnitCatalogue(records)
            let from = samples.int(0...8)
            let to = from + samples.int(1...6)
            let stretch = try #require(
                Validity(from: Day(daysSince2000: Int32(from)), to: Day(daysSince2000: Int32(to))))
            let everyDay = (from..<to).allSatisfy {
                catalogue.unit(code, on: Day(daysSince2000: Int32($0))) != nil
            }
            #expect(
                catalogue.covers(code, during: stretch) == everyDay, "\(records.map(\.validity)) \(stretch)")
        }
    }

    @Test("edges lead from what was there the day before to what is there on the day")
    func edgesExist() throws {
        let units = UnitCatalogue(
            try [
                unit("01", nil, nil, "2025-07-01"), unit("02", nil, nil, "2025-07-01"),
                unit("01", nil, "2025-07-01"),
            ])
        let good = try [edge("01", "01", .continues), edge("02", "01", .mergedInto)]
        #expect(UnitChecks.violations(lineage: located(good), units: units).isEmpty)
        let bad = try [
            edge("01", "02", .mergedInto), edge("03", "01", .mergedInto),
            edge("02", "01", .mergedInto, "2025-08-01"),
        ]
        #expect(
            codes(UnitChecks.violations(lineage: located(bad), units: units))
                == ["lineage-to-unknown@2", "lineage-from-unknown@3", "lineage-from-unknown@4"])
    }

    @Test("edges must not contradict one another; two codes may change places")
    func edgesAgree() throws {
        let units = UnitCatalogue(
            try ["01", "02", "03"].flatMap { code in
                try [unit(code, nil, nil, "2025-07-01"), unit(code, nil, "2025-07-01")]
            })
        func check(_ edges: [LineageEdge], known: [LineageEdge] = []) -> [String] {
            codes(UnitChecks.violations(lineage: located(edges), known: known, units: units))
        }
        let swapped = try [edge("01", "02", .continues), edge("02", "01", .continues)]
        #expect(check(swapped) == [])
        #expect(check(try [edge("01", "02", .partOf), edge("01", "03", .partOf)]) == [])
        #expect(check(try [edge("01", "01", .continues), edge("01", "03", .partOf)]) == [])
        #expect(
            check(try [edge("01", "02", .mergedInto), edge("01", "02", .mergedInto)]) == ["lineage-twice@3"])
        #expect(
            check(try [edge("01", "02", .mergedInto), edge("01", "03", .mergedInto)])
                == ["lineage-several-successors@3"])
        #expect(
            check(try [edge("01", "02", .continues), edge("03", "02", .continues)])
                == ["lineage-several-continuations@3"])
        #expect(check(try [edge("01", "03", .continues)], known: swapped) == ["lineage-several-successors@2"])
        // A correction of the relation between the same two units.
        #expect(check(try [edge("01", "02", .mergedInto)], known: swapped) == [])
        #expect(
            check(try [edge("03", "02", .continues)], known: swapped) == ["lineage-several-continuations@2"])
    }

    @Test("a province is in one region at a time")
    func regions() throws {
        let units = UnitCatalogue(try [unit("60", nil, nil, "2025-07-01")])
        func member(_ region: Region, _ to: String) throws -> RegionMember {
            RegionMember(
                region: region, province: try UnitCode("60"),
                validity: try #require(Validity(from: nil, to: try Day(iso: to))), status: .stated,
                legalBasis: nil)
        }
        let south = try member(.south, "2025-07-01")
        #expect(UnitChecks.violations(regions: located([south]), known: [south], units: units).isEmpty)
        #expect(
            codes(
                UnitChecks.violations(
                    regions: located([south, try member(.central, "2020-01-01")]), units: units))
                == ["region-overlap@3"])
        #expect(
            codes(UnitChecks.violations(regions: located([try member(.south, "2026-01-01")]), units: units))
                == ["region-province-unknown@2"])
    }
}
