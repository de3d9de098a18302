import Postgres
import RuralIndustry

/// The one table from the database's constraint names to what people are told. The use cases check rules first and name the
/// row and column; what arrives here was caught by the second wall (a race, or a path that forgot to ask).
enum Constraints {
    /// The refusal for a broken constraint; nil if the error is not about one.
    static func refusal(for error: ServerError) -> Refusal? {
        guard let name = error.constraint, let violation = violation(for: name) else { return nil }
        return Refusal(violation)
    }

    static func violation(for name: String) -> Violation? {
        if let told = told[name] { return Violation(told.code, vi: told.vi, en: told.en) }
        guard guarded.contains(name) || guardedEndings.contains(where: name.hasSuffix) else { return nil }
        return Violation(
            "inconsistent",
            vi: "cơ sở dữ liệu từ chối vì dữ liệu không nhất quán (\(name)); không có gì thay đổi",
            en: "the database refused inconsistent data (\(name)); nothing was changed")
    }

    /// Broken only by a bug: keys that the program makes itself, and forms that parsing has already ensured.
    static let guardedEndings = [
        "_pkey", "_fkey", "_key", "_known", "_form", "_length", "_hash", "_days",
    ]
    static let guarded: Set<String> = [
        "audit_event_actor_present", "audit_event_required", "award_product_of_establishment",
        "award_round_product",
        "certificate_issued_here", "certificate_series_positive", "certificate_series_unique",
        "certificate_replaces_other", "certificate_replacement_whole", "certificate_replacement_order",
        "certificate_corrected_names", "certificate_template_whole",
        "certificate_code_unique", "certificate_validity", "decision_line_award_if_recognised",
        "decision_line_set_recognised", "entry_identity_fixed", "entry_lower_or_exception",
        "entry_nomination_of_award", "entry_refusal_reason", "establishment_closed_reason",
        "establishment_figures_positive", "mark_value_decimals", "mark_value_or_absence",
        "mark_value_positive",
        "product_closed_reason", "product_member_once", "product_member_other", "product_members_several",
        "product_percent_range", "product_price_positive", "product_set_kind_of_set",
        "region_member_validity_some",
        "reward_ceiling_amount_positive", "reward_ceiling_validity_some",
        "regulation_validity_some", "result_line_eligible_total", "result_line_ordinal_unique",
        "result_line_ranked",
        "result_line_reason", "revocation_act_present", "round_cancel_act", "round_leaf_max_positive",
        "round_leaf_step_positive", "round_organiser_kind", "round_rules_pinned", "round_year_range",
        "unit_validity_some", "establishment_version_step", "product_version_step", "round_version_step",
        "entry_version_step",
        "assignment_draw_per_entry_positive", "assignment_draw_input_hash", "assignment_draw_input_kept",
        "calendar_day_weekend", "account_disabled_reason",
        "account_login_fixed", "account_role_step", "web_session_ended_whole", "web_session_step",
        "account_invitation_step", "sign_in_attempt_step", "account_time_code_step", "account_time_code_one",
        "account_time_code_confirmed_step",
        "account_time_code_ended_whole", "account_recovery_code_step", "web_session_code_step",
        "account_identity_step", "account_identity_ended_whole", "provider_attempt_step",
        "api_token_territory_one", "api_token_ended_whole", "api_token_step",
        "account_role_territory",
        "registration_request_settled_whole", "registration_request_confirmed_whole",
        "registration_request_refused_reason", "registration_request_purged_whole",
        "registration_request_version_step", "registration_request_step",
        "stored_file_size_limit", "stored_file_picture", "dossier_paper_one_owner", "dossier_paper_fixed",
        "dossier_paper_withdrawn_reason", "dossier_paper_version_step", "entry_paper_of_product",
        "product_picture_number_once", "product_picture_number_positive",
        "product_picture_alternative_length",
        "product_picture_jpeg", "product_picture_size_limit", "product_picture_sides",
        "product_picture_unpublished_whole", "product_picture_fixed", "product_picture_version_step",
        "production_site_version_step", "production_site_closed_reason", "redaction_recorded",
        "establishment_redirect_undone_whole",
        "result_part_document_kept", "sealed_table_both_or_none",
        "authority_name_validity_some",
        "seat_history_fixed", "council_vote_counts", "round_leaf_fixed", "entry_notice_version_positive",
        "complaint_in_time", "complaint_end_numbered",
        "result_correction_version_later", "decision_result_version_later", "corrected_line_ordinal_unique",
        "corrected_line_ranked", "corrected_line_reason", "corrected_line_eligible_total",
        "corrected_part_document_kept", "mark_correction_content", "mark_correction_value_positive",
        "mark_correction_value_decimals", "mark_correction_one_act",
        "decision_amendment_positive", "decision_amendment_reasoned", "decision_line_one_act",
        "award_withdrawal_act", "award_withdrawal_standing", "decision_line_standing", "entry_notice_once",
        "entry_notice_decision_kind",
        "sheet_version_number_positive", "sheet_version_import_first", "mark_sheet_version_later",
        "typed_mark_value_or_absence", "typed_settlement_value_or_absence",
        "fair_organiser_kind", "fair_booth_size", "fair_fixed", "fair_version_step",
        "fair_plan_counts_positive",
        "booth_size_positive", "booth_price_positive", "booth_fixed", "booth_version_step",
        "booth_quota_booths_positive", "booth_quota_fixed", "booth_quota_version_step",
        "booth_allocation_moved_once", "booth_allocation_days_some", "booth_allocation_price_positive",
        "booth_allocation_fixed", "booth_allocation_version_step", "booth_tenant_named", "booth_tenant_once",
        "booth_tenant_one_host",
        "booth_request_tenant_named", "booth_request_booths_positive", "booth_request_days_some",
        "booth_request_waiting_place", "booth_request_waiting_once", "booth_request_fixed",
        "booth_request_version_step", "fair_terms_version_positive",
        "funding_rule_province", "funding_rule_share_range", "funding_rule_priority_range",
        "funding_rule_caps_positive", "funding_rule_validity_some", "funding_rule_fixed",
        "funding_rule_version_step", "booth_allocation_support_whole", "booth_allocation_support_range",
    ]

    typealias Told = (code: String, vi: String, en: String)

    static let told: [String: Told] = [
        "account_identity_subject_once": (
            "identity-taken", "người dùng này ở nơi đăng nhập chung đã liên kết với một tài khoản khác ở đây",
            "this identity is linked to another account here"
        ),
        "account_identity_account_once": (
            "identity-there", "tài khoản đã liên kết với một người dùng khác; hãy bỏ liên kết cũ trước",
            "the account is linked already; end that link first"
        ),
        "establishment_tax_code_unique": (
            "tax-code-taken", "mã số thuế này đã được đăng ký cho một cơ sở khác",
            "this tax code is already registered for another establishment"
        ),
        "establishment_external_id_unique": (
            "external-id-taken", "mã ngoài (external_id) này đã dùng cho một cơ sở khác",
            "this external_id is already used for another establishment"
        ),
        "establishment_registration_once": (
            "registration-taken",
            "số đăng ký này đã ghi cho một cơ sở khác cùng loại hình; nếu đúng là hai cơ sở, dùng --allow-same-registration",
            "this registration number is already that of another establishment of the same form; if they are two, use --allow-same-registration"
        ),
        "production_site_once": (
            "site-exists", "nơi sản xuất này đã được ghi", "this production site is already recorded"
        ),
        "establishment_redirect_once": (
            "establishment-merged", "cơ sở này đã được hợp nhất vào một cơ sở khác",
            "this establishment is already merged into another"
        ),
        "establishment_redirect_other": (
            "merge-itself", "không thể hợp nhất một cơ sở vào chính nó",
            "an establishment cannot be merged into itself"
        ),
        "establishment_redirect_cycle": (
            "merge-cycle", "hai cơ sở không thể hợp nhất vào nhau",
            "two establishments cannot be merged into each other"
        ),
        "establishment_redirect_undo_only": (
            "merge-undone-already", "việc hợp nhất này đã được bỏ", "this merge is undone already"
        ),
        "establishment_merged": (
            "establishment-merged",
            "cơ sở này đã được hợp nhất vào một cơ sở khác; xem `cnnt establishment show`",
            "this establishment was merged into another; see `cnnt establishment show`"
        ),
        "product_external_id_unique": (
            "external-id-taken", "mã ngoài (external_id) này đã dùng cho một sản phẩm khác",
            "this external_id is already used for another product"
        ),
        "account_login_unique": (
            "login-taken", "tên đăng nhập này đã có người dùng", "this login is already taken"
        ),
        "account_role_once": (
            "role-held-already", "tài khoản đã có vai trò này ở đó trong thời gian đó",
            "the account already holds this role there at that time"
        ),
        "unit_validity_overlap": (
            "unit-validity-overlap", "hai đơn vị cùng mã có thời gian hiệu lực chồng lên nhau",
            "two units with the same code have overlapping validity"
        ),
        "unit_edge_days": (
            "lineage-days", "đơn vị cũ phải kết thúc và đơn vị mới phải tồn tại vào ngày chuyển đổi",
            "the old unit must end and the new one exist on the day of the change"
        ),
        "region_member_validity_overlap": (
            "region-validity-overlap", "một tỉnh không thể thuộc hai khu vực trong cùng một ngày",
            "a province cannot belong to two regions on one day"
        ),
        "authority_name_validity_overlap": (
            "authority-overlap", "một cơ quan không thể có hai tên trong cùng một ngày",
            "an authority cannot have two names on one day"
        ),
        "reward_ceiling_validity_overlap": (
            "reward-ceiling-overlap",
            "một nơi không thể có hai mức thưởng tối đa của cùng một cấp trong cùng một ngày",
            "a territory cannot have two ceilings of rewards of one level on one day"
        ),
        "fair_days_in_use": (
            "fair-days-in-use", "có gian hàng đã giao hoặc đăng ký còn mở ngoài thời gian đó",
            "booths are given or asked for on other days"
        ),
        "fair_state_step": (
            "fair-transition", "hội chợ không chuyển sang tình trạng đó được",
            "the fair cannot go to that state"
        ),
        "booth_code_once": (
            "booth-code-twice", "mã gian hàng này đã có trong sơ đồ",
            "this booth's code is on the plan already"
        ),
        "booth_place_overlap": (
            "booth-overlap", "hai gian hàng chồng lên nhau", "two booths overlap"
        ),
        "booth_in_use": (
            "booth-in-use", "gian hàng đã có người giữ, không dời chỗ hay bỏ khỏi sơ đồ được",
            "the booth is given and can neither be moved nor left out of the plan"
        ),
        "booth_allocation_double": (
            "booth-taken", "gian hàng vừa có người khác giữ trong những ngày đó",
            "somebody else has just taken the booth on those days"
        ),
        "booth_allocation_one_funds": (
            "booth-other-funds", "một gian hàng không nhận cả kinh phí quốc gia và địa phương",
            "one booth never gets both national and local funds"
        ),
        "funding_rule_validity_overlap": (
            "funding-rule-in-force", "nguồn này đã có quy định có hiệu lực trong những ngày đó",
            "another rule for these funds is in force on these days"
        ),
        "booth_allocation_rule_in_force": (
            "funding-rule-none", "không có quy định nào của nguồn này có hiệu lực cho hội chợ",
            "no rule for these funds is in force for the fair"
        ),
        "booth_allocation_fair_state": (
            "fair-state", "hội chợ không nhận giữ chỗ", "the fair gives no booths"
        ),
        "booth_allocation_on_plan": (
            "unknown-booth", "gian hàng không còn trên sơ đồ", "the booth is not on the plan any more"
        ),
        "booth_request_once": (
            "booth-request-twice", "đơn vị này vừa có một đăng ký khác ở hội chợ",
            "this tenant has just got another request at the fair"
        ),
        "booth_request_before_run": (
            "booth-requests-closed", "gian hàng đã được phân bổ, không nhận thêm đăng ký",
            "booths are shared out: no more requests are taken"
        ),
        "booth_run_terms_once": (
            "booth-run-done", "gian hàng vừa được phân bổ theo quy tắc này",
            "booths have just been shared out by these terms"
        ),
        "booth_request_fair_state": (
            "fair-state", "hội chợ không nhận đăng ký", "the fair takes no requests"
        ),
        "booth_request_state_step": (
            "booth-request-state", "đăng ký không chuyển sang tình trạng đó được",
            "the request cannot go to that state"
        ),
        "booth_allocation_state_step": (
            "booth-allocation-state", "lần giao gian hàng không chuyển sang tình trạng đó được",
            "the allocation cannot go to that state"
        ),
        "regulation_pkey": (
            "regulation-exists", "đã có bộ quy tắc mang mã này; bộ quy tắc sửa đổi cần mã mới",
            "there is a regulation with this id already; a changed one needs a new id"
        ),
        "round_state_step": (
            "round-state", "kỳ bình chọn đã sang bước khác; xem `cnnt round show`",
            "the round has moved to another state; see `cnnt round show`"
        ),
        "council_member_one_chair": (
            "council-chair-taken", "Hội đồng đã có Chủ tịch", "the council already has a chair"
        ),
        "council_member_one_standing_vice_chair": (
            "council-standing-vice-chair-taken", "Hội đồng đã có Phó Chủ tịch thường trực",
            "the council already has a standing vice-chair"
        ),
        "council_member_once": (
            "council-member-twice", "người này đã có trong Hội đồng",
            "this person already sits on the council"
        ),
        "judge_code_unique": (
            "judge-code-taken", "mã giám khảo này đã dùng trong kỳ bình chọn",
            "this judge code is already used in the round"
        ),
        "judge_one_head": (
            "panel-head-taken", "Ban Giám khảo đã có Trưởng ban", "the panel already has a head judge"
        ),
        "entry_code_unique": (
            "entry-code-taken", "mã số bình chọn này đã dùng trong kỳ bình chọn",
            "this entry code is already used in the round"
        ),
        "entry_product_once": (
            "product-entered-twice", "sản phẩm đã được ghi danh trong kỳ bình chọn này",
            "the product is already entered in this round"
        ),
        "entry_round_open": (
            "round-takes-no-entries", "kỳ bình chọn không còn nhận hồ sơ",
            "the round takes no entries any more"
        ),
        "entry_state_step": (
            "entry-state", "không thể chuyển trạng thái hồ sơ như vậy",
            "an entry cannot change its state like this"
        ),
        "entry_lower_award": (
            "lower-award", "danh hiệu cấp dưới không hợp lệ", "the lower award does not hold"
        ),
        "entry_lower_award_not_needed": (
            "lower-award-not-needed", "cấp bình chọn này không cần danh hiệu cấp dưới hay ngoại lệ",
            "this level needs neither a lower award nor an exception"
        ),
        "entry_lower_award_required": (
            "lower-award-required", "cần giấy chứng nhận cấp dưới còn hiệu lực, hoặc lý do ngoại lệ hợp lệ",
            "a live lower certificate or a lawful exception is needed"
        ),
        "entry_lower_award_level": (
            "lower-award-level", "danh hiệu không thuộc cấp mở đường cho kỳ bình chọn này",
            "the award is not of a level that opens this round"
        ),
        "entry_lower_award_live": (
            "lower-award-expired", "giấy chứng nhận cấp dưới không còn hiệu lực vào ngày nộp hồ sơ",
            "the lower certificate is not valid on the filing day"
        ),
        "entry_lower_award_unrevoked": (
            "lower-award-revoked", "giấy chứng nhận cấp dưới đã bị thu hồi",
            "the lower certificate was revoked"
        ),
        "entry_lower_award_nominated": (
            "lower-award-not-nominated", "sản phẩm chưa được đề cử vào ngày nộp hồ sơ",
            "the product was not yet nominated on the filing day"
        ),
        "mark_once": (
            "mark-twice", "điểm này đã được nhập; điểm đã nhập không sửa được",
            "this mark was entered already; marks are not overwritten"
        ),
        "mark_round_judging": (
            "round-takes-no-marks", "kỳ bình chọn không ở bước chấm điểm", "the round is not being judged"
        ),
        "mark_entry_accepted": (
            "entry-not-accepted", "hồ sơ này không được chấp nhận để chấm điểm",
            "this entry was not accepted for judging"
        ),
        "mark_judge_sits": (
            "judge-left", "giám khảo này không còn trong Ban Giám khảo",
            "this judge no longer sits on the panel"
        ),
        "mark_value_range": (
            "mark-out-of-range", "điểm vượt mức tối đa của tiêu chí",
            "a mark is above the criterion's maximum"
        ),
        "mark_value_step": (
            "mark-off-step", "điểm không đúng bước điểm của kỳ bình chọn",
            "a mark is not a multiple of the round's step"
        ),
        "mark_judge_conflict": (
            "judge-in-conflict", "giám khảo có xung đột lợi ích với cơ sở này, không được chấm",
            "the judge is in conflict with this entrant and may not mark"
        ),
        "mark_judge_assigned": (
            "judge-not-assigned", "giám khảo không được phân công chấm sản phẩm này",
            "the judge was not drawn for this entry"
        ),
        "mark_sheet_current": (
            "sheet-moved-on",
            "phiếu này đã được mở lại hoặc đã nộp lần sau; không thêm điểm vào lần nộp cũ được",
            "this sheet was reopened or submitted anew; no marks are added to an earlier version"
        ),
        "mark_sheet_submitted": (
            "sheet-submitted", "phiếu này đã nộp; muốn sửa phải được Trưởng Ban Giám khảo mở lại",
            "this sheet is submitted; the head judge must reopen it first"
        ),
        "sheet_version_pkey": (
            "sheet-submitted", "phiếu này vừa được nộp", "this sheet was just submitted"
        ),
        "sheet_version_round_judging": (
            "round-takes-no-marks", "kỳ bình chọn không ở bước chấm điểm", "the round is not being judged"
        ),
        "sheet_version_after_reopening": (
            "sheet-submitted", "phiếu này đã nộp; muốn sửa phải được Trưởng Ban Giám khảo mở lại",
            "this sheet is submitted; the head judge must reopen it first"
        ),
        "sheet_version_complete": (
            "sheet-incomplete", "phiếu còn thiếu điểm hoặc lý do không có điểm",
            "the sheet lacks marks or the reasons for having none"
        ),
        "sheet_reopening_pkey": (
            "sheet-not-submitted", "phiếu này đã được mở lại rồi", "this sheet is reopened already"
        ),
        "sheet_reopening_round_judging": (
            "round-takes-no-marks", "kỳ bình chọn không ở bước chấm điểm", "the round is not being judged"
        ),
        "sheet_draft_open": (
            "sheet-submitted", "phiếu này đã nộp hoặc kỳ bình chọn không ở bước chấm điểm",
            "this sheet is submitted, or the round is not being judged"
        ),
        "typed_mark_pkey": (
            "typed-twice", "bản gõ này đã có điểm đó", "this copy already has that mark"
        ),
        "typed_mark_sheet_open": (
            "sheet-submitted", "phiếu này đã nộp; muốn sửa phải được Trưởng Ban Giám khảo mở lại",
            "this sheet is submitted; the head judge must reopen it first"
        ),
        "typed_mark_other_hand": (
            "typed-by-same-hand", "hai bản gõ của một phiếu phải do hai người gõ",
            "the two copies of a sheet need two people"
        ),
        "typed_settlement_other_hand": (
            "typed-by-same-hand", "chỗ hai bản gõ khác nhau phải do người không gõ phiếu ấy thống nhất",
            "what was typed is settled by somebody who typed neither copy"
        ),
        "sheet_version_paper_waiting": (
            "typed-copies-open", "phiếu giấy này đã gõ mà chưa nhận; hãy nhận hoặc thống nhất trước",
            "this paper sheet is typed but not accepted; settle and accept it first"
        ),
        "typed_settlement_pkey": (
            "nothing-to-settle", "chỗ này đã được thống nhất", "this is settled already"
        ),
        "typed_settlement_needed": (
            "nothing-to-settle", "hai bản gõ đã giống nhau, hoặc chưa gõ phiếu này",
            "the two copies agree, or the sheet was not typed"
        ),
        "judge_account_once": (
            "account-is-another-judge", "tài khoản này đã gắn với giám khảo khác của kỳ bình chọn",
            "this account is already another judge of the round"
        ),
        "handed_in_file_once": (
            "sheet-handed-in", "tệp này đã được nộp rồi, không nhập lần nữa",
            "this file was handed in already and is not entered again"
        ),
        "handed_in_file_round_judging": (
            "round-state", "kỳ bình chọn không ở bước chấm điểm, không nhận phiếu",
            "the round is not being judged and takes no sheets"
        ),
        "judge_conflict_once": (
            "conflict-known", "xung đột lợi ích này đã được ghi nhận", "this conflict is known already"
        ),
        "judge_conflict_round_state": (
            "round-takes-no-conflicts", "kỳ bình chọn đã khóa điểm, không ghi nhận xung đột lợi ích được nữa",
            "the round is closed and takes no conflicts any more"
        ),
        "judge_assignment_conflict": (
            "assignment-conflict",
            "không phân công giám khảo chấm sản phẩm của cơ sở mình có xung đột lợi ích",
            "a judge is not given an entry that they are in conflict with"
        ),
        "assignment_draw_round_state": (
            "round-draws-no-judges", "chỉ phân công giám khảo khi kỳ bình chọn đang mở",
            "judges are drawn only while the round is open"
        ),
        "signing_key_replaces_once": (
            "signing-key-exists", "người khác vừa tạo hoặc thay khóa ký; xem `cnnt key list`",
            "somebody else just made or replaced the signing key; see `cnnt key list`"
        ),
        "signing_key_revocation_pkey": (
            "key-revoked-already", "khóa ký này đã bị thu hồi", "this signing key was already revoked"
        ),
        "result_pkey": (
            "round-closed-already", "kỳ bình chọn đã được chốt", "the round is closed already"
        ),
        "decision_round_unique": (
            "round-decided-already", "kỳ bình chọn đã có quyết định công nhận",
            "the round already has its decision"
        ),
        "decision_number_once": (
            "decision-number-taken", "kỳ bình chọn đã có quyết định số này",
            "the round has a decision of this number already"
        ),
        "decision_amendment_state": (
            "round-state", "kỳ bình chọn chưa có quyết định để sửa đổi",
            "the round has no decision yet that could be amended"
        ),
        "decision_amendment_step": (
            "decision-moved", "quyết định vừa được người khác sửa đổi; hãy xem lại rồi mới ghi",
            "somebody else just amended the decision; look at it again"
        ),
        "decision_amendment_order": (
            "amendment-day", "quyết định sửa đổi không thể trước quyết định mà nó sửa đổi",
            "a decision cannot amend one of a later day"
        ),
        "award_withdrawal_certificate": (
            "certificate-not-revoked",
            "danh hiệu còn giấy chứng nhận chưa thu hồi nên không huỷ được; hãy thử lại",
            "the award has a certificate that is not revoked and cannot be withdrawn; try again"
        ),
        "certificate_award_withdrawn": (
            "award-withdrawn", "danh hiệu đã bị huỷ bởi quyết định sửa đổi, không cấp giấy chứng nhận",
            "the award was withdrawn by an amending decision and gets no certificate"
        ),
        "decision_line_eligible": (
            "not-eligible", "không thể công nhận sản phẩm không đủ điều kiện",
            "an entry that is not eligible cannot be recognised"
        ),
        "award_once": (
            "award-exists", "danh hiệu này đã được ghi nhận", "this award is already recorded"
        ),
        "nomination_once": (
            "nomination-exists", "đề cử này đã được ghi nhận", "this nomination is already recorded"
        ),
        "certificate_award_unique": (
            "certificate-exists", "danh hiệu này đã có giấy chứng nhận",
            "this award already has its certificate"
        ),
        "certificate_replaces_revoked": (
            "certificate-revoked", "giấy chứng nhận đã bị thu hồi, không thay nữa",
            "the certificate was revoked and is not replaced any more"
        ),
        "revocation_of_replaced": (
            "certificate-replaced", "giấy chứng nhận đã được thay; hãy thu hồi giấy thay nó",
            "the certificate was replaced; revoke the one in its place"
        ),
        "design_kind_of_name": (
            "template-name-taken", "một mẫu khác loại vừa được đưa vào với tên này; hãy đặt tên khác",
            "a design of the other kind has just been put in under this name; choose another"
        ),
        "certificate_design_withdrawal_pkey": (
            "template-unknown", "mẫu này vừa được thôi dùng", "this design has just been withdrawn"
        ),
        "certificate_template_kept": (
            "template-not-kept", "giấy chứng nhận nêu một mẫu không có trong sổ",
            "a certificate names a template that is not kept"
        ),
        "signed_checkpoint_of_registry": (
            "checkpoint-differs",
            "điểm kiểm chứng không khớp với sổ nên không ký; chạy `cnnt audit verify`",
            "the checkpoint does not fit the registry and is not signed; run `cnnt audit verify`"
        ),
        "certificate_signature_pkey": (
            "certificate-signed-already",
            "một lần chạy khác vừa ký giấy chứng nhận này; hãy chạy lại để tiếp tục",
            "another run has just signed this certificate; run again to resume"
        ),
        "certificate_number_unique": (
            "certificate-number-taken", "số giấy chứng nhận này đã dùng",
            "this certificate number is already used"
        ),
        "dossier_paper_product_once": told(.paperOnFile),
        "dossier_paper_establishment_once": told(.paperOnFile),
        "dossier_paper_photo_image": told(.photographNotImage),
        "product_picture_of_paper": told(.pictureNotPhotograph),
        "product_picture_once": told(.picturePublished),
        "dossier_paper_kind_of_owner": (
            "paper-kind-owner", "loại giấy tờ này không thuộc đối tượng đã ghi (sản phẩm hay cơ sở)",
            "this kind of paper does not belong to what was named (a product or an establishment)"
        ),
        "dossier_paper_total_limit": (
            "dossier-too-large",
            "hồ sơ vượt quá \(DossierLimits.total >> 20) MiB; hãy rút bớt giấy tờ hoặc giảm độ phân giải",
            "the dossier would exceed \(DossierLimits.total >> 20) MiB; withdraw papers or reduce resolutions"
        ),
        "round_act_once": (
            "act-recorded", "văn bản này đã được ghi", "this act is recorded already"
        ),
        "seat_round_state": (
            "round-state", "thành viên của kỳ bình chọn này không thay đổi được nữa",
            "the members of this round do not change any more"
        ),
        "seat_change_act": (
            "act-required", "khi đang chấm điểm, thành viên chỉ thay đổi bằng văn bản của cơ quan thành lập",
            "while a round is judged its members change only by an act of the authority that set them up"
        ),
        "mark_seat_once": (
            "seat-marked-already",
            "giám khảo trước ở vị trí này đã chấm đủ sản phẩm đó; điểm ấy được giữ và vẫn tính",
            "the judge who held this seat before has marked that entry whole; those marks stay and count"
        ),
        "council_meeting_round_state": (
            "round-state", "Hội đồng của kỳ bình chọn này không còn họp",
            "the council of this round meets no more"
        ),
        "council_attendance_sitting": (
            "not-sitting", "có người không thuộc Hội đồng vào ngày họp",
            "somebody named does not sit on the council on the day of the meeting"
        ),
        "entry_notice_result": (
            "notice-day", "chưa có kết quả để thông báo vào ngày này", "there is nothing to tell on that day"
        ),
        "council_vote_once": (
            "vote-recorded", "cuộc họp đã có biểu quyết về nội dung này",
            "the meeting's vote on this question is recorded already"
        ),
        "council_vote_round_state": (
            "round-state", "chỉ biểu quyết sau khi chốt điểm",
            "votes are recorded after closing and before the decision"
        ),
        "council_vote_sum": (
            "vote-sum", "số phiếu cộng lại phải bằng số thành viên có mặt",
            "the votes must add up to the members present"
        ),
        "council_vote_of_round": (
            "unknown-entry", "biểu quyết về một sản phẩm không dự chấm ở kỳ bình chọn này",
            "the vote is on an entry that does not compete in this round"
        ),
        "decision_vote_adopted": (
            "decision-vote-missing", "Hội đồng chưa biểu quyết thông qua danh sách",
            "the council has not adopted the list by a vote"
        ),
        "complaint_round_state": (
            "round-state", "kỳ bình chọn chưa có kết quả hoặc đã hủy, không nhận khiếu nại",
            "the round has no result yet or was cancelled and takes no complaints"
        ),
        "complaint_end_pkey": (
            "complaint-ended", "khiếu nại đã được trả lời hoặc đã rút",
            "the complaint was answered or withdrawn already"
        ),
        "complaint_end_after_receipt": (
            "complaint-day", "khiếu nại không thể kết thúc trước ngày nhận",
            "a complaint cannot end before it was received"
        ),
        "result_correction_version_once": told(.resultCorrected),
        "result_correction_version_step": told(.resultCorrected),
        "result_correction_round_state": (
            "round-state", "kỳ bình chọn chưa có kết quả hoặc đã hủy, không sửa kết quả được",
            "the round has no result yet or was cancelled: there is nothing to correct"
        ),
        "result_correction_day": (
            "correction-day", "kết quả không thể được sửa trước ngày chốt hoặc trước lần sửa trước",
            "a result cannot be corrected before it was closed, nor before its last correction"
        ),
        "mark_correction_entry_accepted": (
            "entry-not-accepted", "hồ sơ này không được chấp nhận để chấm điểm",
            "this entry was not accepted for judging"
        ),
        "mark_correction_value_range": (
            "mark-out-of-range", "điểm sửa vượt mức tối đa hoặc không đúng bước điểm",
            "a corrected mark is above the criterion's maximum or off the round's step"
        ),
        "mark_correction_judge_conflict": (
            "judge-in-conflict", "giám khảo có xung đột lợi ích với cơ sở này: chỉ loại điểm ra được",
            "the judge is in conflict with this entrant: marks can only be taken out"
        ),
        "mark_correction_seat_once": (
            "seat-marked-already",
            "ở vị trí giám khảo này, người giữ trước hoặc sau đã có điểm được tính cho sản phẩm đó",
            "another judge of this seat, before or after, has marks of that entry that count"
        ),
        "mark_correction_standing": (
            "correction-no-mark", "điểm thêm vào đã có, hoặc điểm cần sửa không có trong kết quả",
            "a mark that is added stands already, or one that is corrected does not"
        ),
        "decision_live_result": (
            "result-moved", "kết quả vừa được sửa; hãy xem lại trước khi ghi quyết định",
            "the result was corrected just now; look at it again before deciding"
        ),
        "certificate_award_in_doubt": (
            "award-in-doubt",
            "sau khi sửa kết quả, sản phẩm không còn đủ điều kiện: chưa cấp giấy chứng nhận",
            "after a correction of the result the entry is not eligible any more: no certificate is issued"
        ),
        "revocation_pkey": (
            "certificate-revoked-already", "giấy chứng nhận đã bị thu hồi",
            "the certificate was already revoked"
        ),
    ]

    /// What a use case tells before the database has to.
    private static func told(_ violation: Violation) -> Told {
        (violation.code, violation.text.vi, violation.text.en)
    }
}

extension Violation {
    fileprivate static let resultCorrected = Violation(
        "result-moved", vi: "người khác vừa sửa kết quả này; hãy xem lại",
        en: "somebody else just corrected this result; look again")
}
