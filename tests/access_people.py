"""The people of the access matrix beside the cast: who administers or inspects below the province, sisters, ended units."""

from datetime import date, timedelta

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from core.clock import FOREVER
from tests import cast
from units.map.actions.map import derive_ancestry, end_unit, found_unit
from units.map.domain.levels import Kind
from units.models import Membership

# name: role, code of the unit. Subjects are Bác Ái's (584) or its Phước Đại's (22801)
SEATS = {
    "admin_bac_ai": (Role.ADMINISTRATOR, "584"),
    "admin_ninh_son": (Role.ADMINISTRATOR, "585"),
    "admin_phuoc_dai": (Role.ADMINISTRATOR, "22801"),
    "auditor_bac_ai": (Role.AUDITOR, "584"),
    "auditor_ninh_son": (Role.AUDITOR, "585"),
    "auditor_phuoc_dai": (Role.AUDITOR, "22801"),
    "sister": (Role.COMMUNE_OFFICER, "22804"),  # Phước Chính, of Bác Ái too
    "elsewhere": (Role.COMMUNE_OFFICER, "22813"),  # a commune of Ninh Sơn
    "ended": (
        Role.DISTRICT_OFFICER,
        "5840",
    ),  # a district that ended a year ago, his seat never taken back: he reads what was its
}


def add_people(province: cast.Province) -> None:
    """They join the people of the province."""
    last = date(2021, 12, 31)
    with audit.change(User.objects.command_line()) as trail:
        gone = found_unit("5840", "Huyện Đã Hết", Kind.RURAL_DISTRICT, parent=province.unit("58"), trail=trail)
        derive_ancestry([gone])
        end_unit(gone, on=last + timedelta(days=1), trail=trail)
        derive_ancestry([gone])
    for name, (role, code) in SEATS.items():
        user = User.objects.create_user(name.replace("_", "-"), full_name=name)
        unit = province.unit(code, last)
        Membership.objects.create(user=user, role=role, unit=unit, valid_from=cast.START, valid_to=FOREVER)
        province.people[name] = user


# What each address answers them: statuses in the order of PEOPLE, why, and the addresses ("app:" before several names).
# Sister and stranger communes are answered as Ninh Sơn is, an enterprise as a department: see LIKE.
PEOPLE = (
    "administrator", "admin_bac_ai", "admin_ninh_son", "admin_phuoc_dai",
    "auditor_bac_ai", "auditor_ninh_son", "auditor_phuoc_dai", "bac_ai_leader", "council", "ended",
)  # fmt: skip
LIKE = {"sister": "ninh_son", "elsewhere": "ninh_son", "enterprise": "health"}
LIKE_BUT = {
    ("reports:overview", "sister"): 302,  # of a commune: the page of its years
    ("reports:overview", "elsewhere"): 302,
    ("units:bloc_programme", "enterprise"): 403,  # its bloc is led by Sở Y tế
    ("campaign:target_import", "sister"): 403,  # a commune without villages assigns to nobody
    ("campaign:target_import", "elsewhere"): 403,
}
OK, TO, NO, GONE, NOT = 200, 302, 403, 404, 405
#    administrator, admin of: Bác Ái, Ninh Sơn, Phước Đại; auditor of the same three; district leader, Council, ended
BELOW: list[tuple[str, tuple[int, ...], str]] = [
    ("anyone who has signed in reads it, seat or none", (OK,) * 10,
     "accounts:change_password me units:absences tree detail organisations organisation duties blocs bloc office:notices outbox "
     "campaign:rules rule_versions awards:opinions comment_public reports:workbench search health guides guide guide_picture public_year public_awards public_data public_about public_crosswalk crosswalk_csv open_csv open_json open_package"),
    ("whoever sits somewhere today notes it of themselves", (OK,) * 9 + (NO,), "units:absence_new"),
    ("leads on to another page", (TO,) * 10, "accounts:sign_in units:begin blocs_newest reports:public"),
    ("takes a POST alone", (NOT,) * 10,
     "accounts:sign_out accounts:act_as units:absence_end kind_remove reorganisation_step campaign:plan_draft_back plan_draft_take late_end filer_end pasted office:mail_again "
     "awards:keep_scan choose change_cap count_cap ask judge unlink note_matter conclude_matter record_objection answer_objection remind remind_all "
     "state_send all_papers register_paper keep_signed_paper use_template council_presence council_discussion council_act"),
    ("work of a desk or of whoever enters, which none of these has", (NO,) * 10,
     "campaign:import discard target_import take_sums period_open baseline period_close period_act remind late approve approve_step "
     "plan_new follow_up plan_remind filers plan_paper fund_take_over plan_deadline report_remind report_file report_deadlines record_new "
     "awards:nominate list_import late closing plan_versions decide return_list release queue assign queue_step bulk_step candidates council_prepare reports:merged publications publication"),
    ("kept by the commune's or the district's officer, or not there at all", (GONE,) * 10,
     "units:absence bloc_file household_new household_year registration registration_outcome household_step household_import "
     "household_template office:work work_file outbox_one campaign:plan_version plan_file record_edit record_file "
     "record_file_drop awards:decision decision_scan replaced_file decision_change rule_change rule_change_file late_cancel opinion_file opinion_note opinion_close stand_in_end submission submission_recall "
     "answer_recall submission_file answer_file recognition_scan paper_file paper_pdf paper_signed council_paper council_minutes whole_dossier reports:public_unit open_csv_year open_json_year open_excel_year"),
    ("a list cut to one's reach: for whoever looks, not for who administers", (NO, NO, NO, NO, OK, OK, OK, OK, OK, OK),
     "campaign:year remarks periods period plans records fund ties awards:rounds round eligible holidays "
     "changes recognitions history_unit history_organisation"),
    ("such a list that is taken away as a file, by whoever sits somewhere today", (NO, NO, NO, NO, OK, OK, OK, OK, OK, NO),
     "reports:reports export_flat"),
    ("the targets of a year, at whose end the ended unit stood no more", (NO, NO, NO, NO, OK, OK, OK, OK, OK, GONE),
     "campaign:targets_year"),
    ("the newest of such a list", (NO, NO, NO, NO, TO, TO, TO, TO, TO, TO), "campaign:results targets reports:overviews"),
    ("the province's: its administrator alone, never one below, nor for their own unit", (OK,) + (NO,) * 9,
     "units:organisation_step bloc_members bloc_programme classes shares kinds kind_new unit_import unit_correct unit_remove duty_give awards:stand_ins papers rule_changes paper dossier_papers "
     "paper_templates paper_law unconfirmed own_regimes own_regime_upload golden_book paper_template template_file blank blank_trial reports:errors setup "
     "campaign:standards standard_year standard_upload standard standard_file plan_drafts"),
    ("a class or kind that nobody added", (GONE,) + (NO,) * 9, "units:kind"),
    ("a file that nobody handed in", (GONE,) + (NO,) * 9, "awards:own_regime_file"),
    ("the draft of somebody else, for who writes plans of the province too", (OK,) + (NO,) * 9,
     "campaign:plan_draft plan_draft_file plan_draft_drop plan_section plan_entry awards:plan_publish"),
    ("the same tried on figures, which its administrator does not see", (NO,) * 10, "campaign:plan_trial"),
    ("the round's, over the whole province", (OK, NO, NO, NO, NO, NO, NO, NO, OK, NO), "awards:state balance council"),
    ("the round's, for who sees dossiers too", (NO, NO, NO, NO, NO, NO, NO, NO, OK, NO), "awards:board"),
    ("the Council's", (OK, GONE, GONE, GONE, GONE, GONE, GONE, GONE, OK, GONE),
     "awards:council_session council_item council_progress council_screen"),
    ("the Council's secretary writes", (NO, GONE, GONE, GONE, GONE, GONE, GONE, GONE, NO, GONE),
     "awards:council_revise council_results council_step"),
    ("a record of Phước Đại", (GONE, GONE, GONE, GONE, OK, GONE, OK, OK, OK, GONE),
     "campaign:figure_set record_step awards:nomination report_form letter_form part part_file evidence evidence_file versions recognition step history_person"),
    ("a record of Phước Đại, after the role", (NO, NO, NO, NO, OK, GONE, OK, OK, OK, GONE), "campaign:comments record"),
    ("its draft leads back to the dossier", (GONE, GONE, GONE, GONE, TO, GONE, TO, TO, TO, GONE), "awards:edit"),
    ("opened again by the standing agency alone", (GONE, GONE, GONE, GONE, NO, GONE, NO, NO, NO, GONE),
     "campaign:correct figure_word"),
    ("figures and targets of Bác Ái", (NO, NO, NO, NO, OK, GONE, GONE, OK, OK, GONE),
     "campaign:sheet template print_sheet roll_up series targets_unit reports:overview_of slide"),
    ("the widest place of one's reach; of a commune the page of its years", (NO, NO, NO, NO, OK, OK, TO, OK, OK, GONE),
     "reports:overview"),
    ("the same as a file", (NO, NO, NO, NO, OK, GONE, GONE, OK, OK, NO), "reports:export"),
    ("the template of targets: for who assigns them", (NO, NO, NO, NO, NO, GONE, GONE, NO, NO, GONE),
     "campaign:target_template"),
    ("a step on them: the district's leader checks", (NO, NO, NO, NO, TO, GONE, GONE, OK, TO, GONE), "campaign:sheet_step"),
    ("a plan of Bác Ái", (GONE, GONE, GONE, GONE, OK, GONE, GONE, OK, OK, GONE), "campaign:plan plan_step"),
    ("a scan that is not there", (NO, NO, NO, NO, GONE, GONE, GONE, GONE, GONE, GONE), "campaign:late_scan target_scan"),
    ("households of Phước Đại: of all these the district's leader alone", (GONE,) * 7 + (OK, GONE, GONE),
     "units:households household campaign:household_check"),
    ("the awards of one of them", (NO, NO, NO, NO, GONE, GONE, GONE, OK, GONE, GONE), "awards:history_household"),
    ("whoever confirms enters what the head gave", (NO,) * 7 + (OK, NO, NO), "awards:recognition_new"),
    ("the trail and the changes of the map, each cut to one's reach", (OK,) * 7 + (NO, NO, NO),
     "accounts:audit units:reorganisations"),
    ("a change of Phan Rang's wards", (OK,) + (GONE,) * 6 + (NO, NO, NO), "units:reorganisation"),
    ("the file of a change that was made without one", (GONE,) * 7 + (NO, NO, NO), "units:reorganisation_file"),
    ("who may do what in Bác Ái", (OK, OK, NO, NO, OK, NO, NO, NO, NO, NO), "units:people"),
    ("administering, cut to one's reach", (OK, OK, OK, OK, NO, NO, NO, NO, NO, NO),
     "units:organisation_new hand_over accounts account_new account_import carry_seats reorganise succession_table"),
    ("a unit below Bác Ái, entered by who administers it", (OK, OK, NO, NO, NO, NO, NO, NO, NO, NO), "units:unit_new"),
    ("the built-in account, which is nobody's", (GONE, GONE, GONE, GONE, NO, NO, NO, NO, NO, NO),
     "units:account account_step"),
]  # fmt: skip


def expected() -> dict[str, dict[str, int]]:
    """By address what each of PEOPLE is answered. An address in two groups is an error."""
    found: dict[str, dict[str, int]] = {}
    for _, codes, names in BELOW:
        app = ""
        for name in names.split():
            app, _, page = name.rpartition(":") if ":" in name else (app, "", name)
            assert f"{app}:{page}" not in found, name
            found[f"{app}:{page}"] = dict(zip(PEOPLE, codes, strict=True))
    return found
