import RuralIndustry
import Testing

@Suite("Unit records")
struct UnitRecordTests {
    private func fields(_ changes: [String: String] = [:]) throws -> Fields<UnitColumn> {
        let good = [
            "code": "05437", "level": "commune", "name": "Tân Cương", "full_name": "Xã Tân Cương",
            "kind": "commune",
            "parent_code": "164", "valid_to": "2025-07-01",
        ]
        return try Fields(named: good.merging(changes) { $1 })
    }

    @Test("a row becomes a unit, and the unit prints the row")
    func roundTrip() throws {
        let unit = try UnitRecord.parse(fields())
        #expect(unit.level == .commune && unit.kind == .commune && unit.parent?.level == .district)
        #expect(unit.validity.from == nil && unit.validity.to?.iso == "2025-07-01")
        #expect(try UnitRecord.parse(unit.fields) == unit)
        #expect(
            unit.fields.row == [
                "05437", "commune", "Tân Cương", "Xã Tân Cương", "commune", "164", "", "2025-07-01",
            ])
    }

    @Test(
        "what is wrong with a row is said with its column",
        arguments: [
            (["code": "5437"], "unit-code-unreadable@code"), (["code": "164"], "unit-code-level@code"),
            (["code": "0543a"], "unit-code-unreadable@code"),
            (["level": "village"], "unit-level-unknown@level"),
            (["kind": "city"], "unit-kind-level@kind"), (["kind": "Commune"], "unit-kind-unknown@kind"),
            (["name": " "], "value-missing@name"), (["full_name": "a\0"], "text-has-nul@full_name"),
            (["parent_code": ""], "unit-parent-level@parent_code"),
            (["parent_code": "05434"], "unit-parent-level@parent_code"),
            (["level": "province", "code": "19", "kind": "city"], "unit-parent-level@parent_code"),
            (["valid_from": "2025-07-01"], "validity-empty@valid_to"),
            (["valid_from": "1/7/2020"], "date-unreadable@valid_from"),
        ] as [([String: String], String)])
    func refused(changes: [String: String], code: String) {
        #expect(codes { try UnitRecord.parse(fields(changes)) } == [code])
    }

    @Test("all that is wrong with a row is said at once")
    func allAtOnce() {
        let found = codes {
            try UnitRecord.parse(
                fields(["code": "1", "kind": "x", "name": "", "valid_to": "y", "parent_code": "z"]))
        }
        #expect(
            Set(found) == [
                "unit-code-unreadable@code", "unit-kind-unknown@kind", "value-missing@name",
                "date-unreadable@valid_to",
                "unit-code-unreadable@parent_code",
            ])
    }

    @Test("another tone placement is no change, another kind or name is")
    func unchanged() throws {
        let law = try UnitRecord.parse(fields(["name": "Hòa Bình", "full_name": "Xã Hòa Bình"]))
        let data = try UnitRecord.parse(fields(["name": "Hoà Bình", "full_name": "Xã Hoà Bình"]))
        let other = try UnitRecord.parse(fields(["name": "Hoa Bình", "full_name": "Xã Hoa Bình"]))
        let ward = try UnitRecord.parse(
            fields(["name": "Hòa Bình", "full_name": "Xã Hòa Bình", "kind": "ward"]))
        #expect(law != data && law.isUnchanged(by: data))
        #expect(!law.isUnchanged(by: other) && !law.isUnchanged(by: ward))
    }

    @Test("an edge is read, printed and refused like a unit")
    func edges() throws {
        let row = ["district", "001", "01", "abolished_into", "2025-07-01", "Luật 72/2025/QH15"]
        let edge = try LineageEdge.parse(Fields(texts: row))
        #expect(edge.fields.row == row)
        func wrong(_ position: Int, _ text: String) -> [String] {
            var changed = row
            changed[position] = text
            return codes { try LineageEdge.parse(Fields(texts: changed)) }
        }
        #expect(wrong(2, "002") == ["lineage-level@to_code"])
        #expect(wrong(3, "continues") == ["lineage-level@to_code"])
        #expect(wrong(3, "became") == ["lineage-relation-unknown@relation"])
        #expect(wrong(1, "01") == ["unit-code-level@from_code"])
        #expect(wrong(4, "") == ["value-missing@effective_date"])
    }

    @Test("a region's name must be the region's, with either dash")
    func regions() throws {
        let row = [
            "central", "khu vực miền Trung - Tây Nguyên", "48", "", "2025-07-01", "", "26/2014/TT-BCT",
        ]
        let member = try RegionMember.parse(Fields(texts: row))
        #expect(member.region == .central && member.status == .stated)
        #expect(try RegionMember.parse(member.fields) == member)
        var wrong = row
        wrong[1] = "khu vực phía Nam"
        #expect(codes { try RegionMember.parse(Fields(texts: wrong)) } == ["region-name@region_name"])
        wrong[2] = "001"
        wrong[5] = "sure"
        #expect(
            codes { try RegionMember.parse(Fields(texts: wrong)) }
                == [
                    "region-name@region_name", "unit-code-level@province_code",
                    "region-status-unknown@status",
                ])
    }
}
