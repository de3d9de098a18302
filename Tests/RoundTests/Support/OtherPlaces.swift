import Registry
import RuralIndustry
import TestSupport

extension TestRegistry {
    /// Adds what the demonstration's units lack: a commune of Bắc Kạn that a merger brought to Thái Nguyên in 2025, one
    /// in the south, and one more commune of a district of Thái Nguyên's.
    func addOtherPlaces() async throws {
        _ = try await registry.importUnits(
            try RecordFile<UnitColumn>(
                csv: """
                    code,level,name,full_name,kind,parent_code,valid_from,valid_to
                    058,district,Bắc Kạn,Thành phố Bắc Kạn,city,06,,2025-07-01
                    01834,commune,Nguyễn Thị Minh Khai,Phường Nguyễn Thị Minh Khai,ward,058,,2025-07-01
                    01840,commune,Đức Xuân,Phường Đức Xuân,ward,19,2025-07-01,
                    760,district,Quận 1,Quận 1,urban_district,79,,2025-07-01
                    26734,commune,Tân Định,Phường Tân Định,ward,760,,2025-07-01
                    """
            ).parsed { (row, notation) throws(Refusal) in try UnitRecord.parse(row.fields, notation) },
            lineage: try RecordFile<LineageColumn>(
                csv: """
                    level,from_code,to_code,relation,effective_date,legal_basis
                    commune,01834,01840,merged_into,2025-07-01,
                    district,058,19,abolished_into,2025-07-01,Luật 72/2025/QH15
                    """
            ).parsed { (row, notation) throws(Refusal) in try LineageEdge.parse(row.fields, notation) },
            as: viewer)
    }
}
