"""One drawn line that breaks each rule, and one beside it that does not: `rule | broken | kept`.

`;` separates lines that belong together: the last one is the one that breaks the rule (or does not). The clean line that
is changed stands in `samples`.
"""

# ruff: noqa: E501

DRAWN = {
    "pp": """
pp.format.number            | birth_year=19x5                               | birth_year=1985
pp.format.date              | reference_day=20230631                        | reference_day=20230630
pp.format.flag              | has_nursing_b=2                               | has_nursing_b=1
pp.format.padding           | person=000185073003328                        | person=000085073003328
pp.format.required          | person=0                                      | household_head=0
pp.format.range             | birth_year=1879                               | birth_month=07
pp.sex.unknown              | sex=3                                         | sex=1
pp.municipality_code.unknown| municipality_code=11999 sector_code=_         | municipality_code=00150 sector_code=_
pp.cg1.unknown              | cg1=777                                       | cg1=110
pp.cg2.unknown              | cg2=777                                       | cg2=110
pp.holder_or_dependant.unknown | holder_or_dependant=7                      | holder_or_dependant=2
pp.social_state.unknown     | social_state=77                               | social_state=02
pp.unemployment_code.unknown| unemployment_code=7                           | unemployment_code=1
pp.income_nature.unknown    | income_nature=77                              | income_nature=01
pp.disability_origin.unknown| disability_origin=7                           | disability_origin=1
pp.increased_reimbursement_condition.unknown | increased_reimbursement_condition=9 | increased_reimbursement_condition=1
pp.maf_household_right.unknown | maf_household_right=9                      | maf_household_right=1
pp.maf_household_category.unknown | maf_household_category=9                | maf_household_category=1
pp.maf_individual_right.unknown | maf_individual_right=9                    | maf_individual_right=1
pp.household_type.unknown   | household_type=9                              | household_type=1
pp.state.unknown            | state=X                                       | state=J
pp.person.check_digit       | person=85073003329                            | person=85073003328
pp.person.serial            | person=@SERIAL_999 sex=1 birth_month=07       | person=@SERIAL_998 sex=2
pp.person.month             | person=@MONTH_13 birth_month=0                | person=@BIS_47 birth_month=07
pp.person.birth_year        | birth_year=1984                               | birth_year=1985
pp.person.birth_month       | birth_month=08                                | birth_month=0
pp.person.sex               | sex=2                                         | person=@BIS_27 sex=2
pp.person.duplicate         | person=@BEN birth_year=1960 birth_month=01 ; person=@BEN birth_year=1960 birth_month=01 | person=@CAS birth_year=2010 birth_month=05
pp.household_head.check_digit | household_head=85073003329                  | household_head=85073003328
pp.municipality_code.not_valid | municipality_code=12030 sector_code=_      | municipality_code=12041 sector_code=_
pp.sector_code.municipality | sector_code=11003A00-                         | sector_code=_
pp.cg1.combination          | cg1=110 cg2=701                               | cg1=111 cg2=111
pp.birth_year.implausible   | birth_year=2024                               | person=@CAS birth_year=2010 birth_month=05
pp.death_year.before_birth  | death_year=1984 death_month=06                | death_year=2023 death_month=06
pp.death_year.incomplete    | death_year=2023                               | death_year=2023 death_month=05
pp.death_year.after_reference | death_year=2023 death_month=07              | death_year=2023 death_month=06
pp.death_year.two_dates     | person=@DAN birth_year=1975 death_year=2023 death_month=02 ; person=@DAN birth_year=1975 death_year=2023 death_month=03 | person=@EVE birth_year=1940 death_year=2023 death_month=02 ; person=@EVE birth_year=1940 death_year=2023 ; person=@EVE birth_year=1940 death_year=2023 death_month=02
pp.death_year.other_before  | person=@BIS_27 death_year=2022 death_month=11 ; person=@BIS_27 death_year=2023 death_month=11 | person=@SERIAL_998 death_year=2023 ; person=@SERIAL_998 death_year=2023 death_month=01
pp.reference_day.period     | reference_day=20221231 state=D                | reference_day=20230630
pp.state.period             | state=D                                       | state=J
""",
    "gz": """
gz.format.number            | person=00008507300332x                        | person=000085073003328
gz.format.sign              | reimbursed_cents=_00000001785                 | reimbursed_cents=+00000001785
gz.format.date              | service_day=20230231                          | service_day=20230228
gz.format.month             | booking_month=202313                          | booking_month=202306
gz.format.padding           | nomenclature_code=1101032                     | nomenclature_code=0101032
gz.format.required          | cg1=0                                         | cg2=0
gz.format.range             | days=+367                                     | days=+1
gz.accounting_code.unknown  | accounting_code=999999                        | accounting_code=011100
gz.institution_number.unknown | institution_number=71000733001              | institution_number=71000733000
gz.service_code.unknown     | service_code=777                              | service_code=190
gz.compulsory_or_free.unknown | compulsory_or_free=9                        | compulsory_or_free=2
gz.cg1.unknown              | cg1=777                                       | cg1=110
gz.cg2.unknown              | cg2=777                                       | cg2=110
gz.invoice_type.unknown     | invoice_type=8                                | invoice_type=3
gz.provider_norm.unknown    | provider_norm=8                               | provider_norm=9
gz.moment.unknown           | moment=9                                      | moment=2
gz.billing_type.unknown     | billing_type=9                                | billing_type=1
gz.percent_norm.unknown     | percent_norm=8                                | percent_norm=4
gz.person.check_digit       | person=85073003329                            | person=85073003328
gz.person.unknown           | person=@DAN                                   | person=@BEN
gz.provider.check_digit     | provider=12345618004                          | provider=@NEWER
gz.prescriber.check_digit   | prescriber=12345618004                        | prescriber=@GP
gz.place.check_digit        | place=12345618004                             | place=@HOSPITAL
gz.third_payer.check_digit  | third_payer=12345618004                       | third_payer=@GP
gz.provider.qualification   | provider=@UNQUALIFIED                         | provider=@GP
gz.prescriber.qualification | prescriber=@UNQUALIFIED                       | prescriber=@GP
gz.cg1.combination          | cg1=110 cg2=701                               | cg1=111 cg2=111
gz.booking_month.outside_period | booking_month=202307                      | booking_month=202306
gz.service_day.after_booking| service_day=20230401 last_service_day=20230401| service_day=20230331 last_service_day=20230331
gz.service_day.too_old      | service_day=20210228 last_service_day=20210228| service_day=20210301 last_service_day=20210301
gz.service_day.after_death  | person=@EVE service_day=20230301              | person=@EVE service_day=20230228 last_service_day=20230228
gz.cnk.check_digit          | cnk=1008538                                   | cnk=1008539
gz.cnk.unknown              | cnk=9999901                                   | cnk=1008539
gz.cnk.not_valid            | cnk=1000001                                   | cnk=1000001 service_day=20200930 last_service_day=20200930 booking_month=202301
gz.amounts.sign             | reimbursed_cents=-1                           | quantity=-1 reimbursed_cents=-1 copayment_cents=-1
gz.line.duplicate           | supplement_cents=+99 ; supplement_cents=+99   | supplement_cents=+98 ; supplement_cents=+98 booking_month=202304
gz.correction.unmatched     | service_day=20230115 last_service_day=20230115 quantity=-1 reimbursed_cents=-1785 copayment_cents=-600 | quantity=-1 reimbursed_cents=-1785 copayment_cents=-601
gz.nomenclature.check_digit | nomenclature_code=101033                      | nomenclature_code=101032
gz.nomenclature.unknown     | nomenclature_code=999994                      | nomenclature_code=101032
gz.nomenclature.not_valid   | nomenclature_code=540013 provider=0           | nomenclature_code=540013 provider=0 service_day=20181231 last_service_day=20181231 booking_month=202301
gz.nomenclature.qualification | provider=@NURSE                             | nomenclature_code=763593 provider=@NURSE invoice_type=1 admission_day=20230301
gz.relative_code.unknown    | relative_code=999994                          | relative_code=101032
gz.last_service_day.before_first | last_service_day=20230301                | last_service_day=20230303
gz.discharge_day.before_admission | invoice_type=1 admission_day=20230302 discharge_day=20230301 | invoice_type=1 admission_day=20230302 discharge_day=20230302
gz.service_day.outside_stay | invoice_type=1 admission_day=20230303 discharge_day=20230305 | invoice_type=1 admission_day=20230302 discharge_day=20230305
gz.admission_day.missing    | nomenclature_code=763593 invoice_type=1 provider=0 | nomenclature_code=763593 invoice_type=1 provider=0 admission_day=20230301
gz.admission_day.forbidden  | admission_day=20230301                        | admission_day=20230301 invoice_type=1
gz.service_day.ambulatory_in_stay | person=@BEN invoice_type=1 admission_day=20230510 discharge_day=20230514 service_day=20230510 last_service_day=20230510 booking_month=202305 ; person=@BEN service_day=20230512 last_service_day=20230512 booking_month=202305 | person=@BEN service_day=20230514 last_service_day=20230514 booking_month=202305
gz.amounts.norm_9           | percent_norm=9                                | percent_norm=9 reimbursed_cents=+0 copayment_cents=+0
gz.amounts.norm_7           | percent_norm=7                                | percent_norm=7 reimbursed_cents=+0
gz.amounts.credit_note      | billing_type=3                                | billing_type=3 quantity=-1 reimbursed_cents=-1785 copayment_cents=-602
gz.days.period              | days=+2                                       | days=+2 last_service_day=20230303
""",
    "fu": """
fu.format.number            | cnk=100853x                                   | cnk=1008539
fu.format.sign              | quantity=0000001                              | quantity=+000001
fu.format.date              | service_day=20231301                          | service_day=20230131
fu.format.month             | booking_month=202300                          | booking_month=202304
fu.format.flag              | is_deferred=x                                 | is_deferred=1
fu.format.padding           | place=121234500001                            | place=0
fu.format.required          | service_day=0                                 | invoice_day=0
fu.format.range             | quantity=+10000                               | quantity=+9999
fu.drug_category_code.unknown | drug_category_code=0999999                  | drug_category_code=0751015
fu.accounting_code.unknown  | accounting_code=999999                        | accounting_code=391100
fu.cg1.unknown              | cg1=777                                       | cg1=110
fu.cg2.unknown              | cg2=777                                       | cg2=110
fu.unit_derogation.unknown  | unit_derogation=9                             | unit_derogation=1
fu.person.check_digit       | person=85073003329                            | person=85073003328
fu.person.unknown           | person=@DAN                                   | person=@BEN
fu.provider.check_digit     | provider=12345618001                          | provider=@PHARMACIST
fu.prescriber.check_digit   | prescriber=12345618004                        | prescriber=0
fu.place.check_digit        | place=12345618004                             | place=@PHARMACIST
fu.third_payer.check_digit  | third_payer=12345618004                       | third_payer=@PHARMACIST
fu.provider.qualification   | provider=@UNQUALIFIED                         | provider=@PHARMACIST
fu.prescriber.qualification | prescriber=@UNQUALIFIED                       | prescriber=@GP
fu.cg1.combination          | cg1=110 cg2=701                               | cg1=111 cg2=111
fu.booking_month.outside_period | booking_month=202212                      | booking_month=202304
fu.service_day.after_booking| service_day=20230401                          | service_day=20230331
fu.service_day.too_old      | service_day=20210228                          | service_day=20210301
fu.service_day.after_death  | person=@EVE service_day=20230301              | person=@EVE service_day=20230228
fu.cnk.check_digit          | cnk=1008538                                   | cnk=1008539
fu.cnk.unknown              | cnk=9999901                                   | cnk=1008539
fu.cnk.not_valid            | cnk=1000001                                   | cnk=1000001 service_day=20200930 booking_month=202301
fu.amounts.sign             | quantity=-1                                   | quantity=-1 reimbursed_cents=-436 copayment_cents=-145
fu.line.duplicate           | supplement_cents=+99 ; supplement_cents=+99   | supplement_cents=+98 ; supplement_cents=+98 booking_month=202304
fu.correction.unmatched     | service_day=20230115 quantity=-1 reimbursed_cents=-436 copayment_cents=-145 | quantity=-1 reimbursed_cents=-436 copayment_cents=-146
fu.invoice_day.before_service | invoice_day=20230301                        | invoice_day=20230331
""",
    "c4": """
c4.format.number | packages=000x | packages=0005
c4.format.date | start_day=20230230 | start_day=20230228
c4.format.padding | person=100085073003328 | person=000085073003328
c4.format.required | paragraph=0 | cnk=0
c4.format.range | packages=1000 | packages=999
c4.person.check_digit | person=85073003329 | person=85073003328
c4.person.unknown | person=@DAN | person=@BEN
c4.paragraph.unknown | paragraph=0099900 | paragraph=0040100
c4.authorisation_decision.unknown | authorisation_decision=7 | authorisation_decision=2
c4.prescriber.check_digit | prescriber=12345618004 | prescriber=0
c4.line.duplicate | packages=11 ; packages=11 | packages=12 ; packages=13
c4.decision_day.after_period | decision_day=20230701 | decision_day=20230630
c4.end_day.before_start | end_day=20230301 | end_day=20230302
c4.packages.decision | authorisation_decision=3 packages=4 | authorisation_decision=3 packages=0
c4.cnk.unknown | cnk=9999901 | cnk=1008539
""",
    "ao": """
ao.format.number | days_paid=0x6 | days_paid=016
ao.format.sign | benefit_cents=000000187200 | benefit_cents=+00000187200
ao.format.date | start_day=20230230 | start_day=20230228
ao.format.padding | person=100085073003328 | person=000085073003328
ao.format.required | incapacity_kind=0 | incapacity_cause=0
ao.format.range | days_paid=367 end_day=20240331 | days_paid=10
ao.person.check_digit | person=85073003329 | person=85073003328
ao.person.unknown | person=@DAN | person=@BEN
ao.incapacity_scheme.unknown | incapacity_scheme=7 | incapacity_scheme=4
ao.incapacity_kind.unknown | incapacity_kind=9 | incapacity_kind=2
ao.incapacity_cause.unknown | incapacity_cause=77 | incapacity_cause=13
ao.family_situation.unknown | family_situation=77 | family_situation=08
ao.line.duplicate | days_paid=11 ; days_paid=11 | days_paid=12 ; days_paid=13
ao.start_day.after_period | start_day=20230701 end_day=20230731 | start_day=20230630 end_day=20230731
ao.end_day.before_start | end_day=20230301 days_paid=0 | end_day=20230302 days_paid=1
ao.days_paid.period | days_paid=31 | days_paid=30
""",
    "kz": """
kz.format.number | washing=x | washing=3
kz.format.date | assessment_day=20230230 | assessment_day=20230228
kz.format.padding | person=100085073003328 | person=000085073003328
kz.format.required | dependency_class=00 | assessor=0
kz.format.range | eating=5 | eating=4
kz.person.check_digit | person=85073003329 | person=85073003328
kz.person.unknown | person=@DAN | person=@BEN
kz.setting.unknown | setting=7 | setting=2
kz.dependency_class.unknown | dependency_class=ZZ | dependency_class=CD setting=2
kz.class_decision.unknown | class_decision=7 | class_decision=3
kz.assessor.check_digit | assessor=12345618004 | assessor=@NURSE
kz.line.duplicate | eating=2 ; eating=2 | eating=1 time_orientation=2 ; eating=1 time_orientation=3
kz.assessment_day.after_period | assessment_day=20230701 | assessment_day=20230630
kz.end_day.before_start | end_day=20230301 | end_day=20230302
kz.dependency_class.scores | dependency_class=FB | dependency_class=FB toilet=3 continence=3
""",
    "pg": """
pg.format.number | provider=1234567800x | provider=@GP
pg.format.sign | asked_cents=000000002685 | asked_cents=+00000002685
pg.format.date | service_day=20230230 | service_day=20230228
pg.format.flag | is_electronic=2 | is_electronic=0
pg.format.padding | person=100085073003328 | person=000085073003328
pg.format.required | provider=0 | provider=@GP
pg.format.range | asked_cents=+99999999999 | asked_cents=+00000002685
pg.person.check_digit | person=85073003329 | person=85073003328
pg.person.unknown | person=@DAN | person=@BEN
pg.provider.check_digit | provider=12345618004 | provider=@GP
pg.line.duplicate | asked_cents=+2701 ; asked_cents=+2701 | asked_cents=+2702 ; asked_cents=+2703
pg.service_day.after_period | service_day=20230701 | service_day=20230630
pg.nomenclature.unknown | nomenclature_code=101033 | nomenclature_code=101032
pg.nomenclature.not_valid | nomenclature_code=105755 | nomenclature_code=101076
pg.asked_cents.negative | asked_cents=-2685 | asked_cents=+0
""",
    "pi": """
pi.format.number | person=00008507300332x | person=000085073003328
pi.format.date | start_day=20220230 | start_day=20220228
pi.format.padding | person=100085073003328 | person=000085073003328
pi.format.required | pilot=00 | end_day=0
pi.person.check_digit | person=85073003329 | person=85073003328
pi.person.unknown | person=@DAN | person=@BEN
pi.pilot.unknown | pilot=77 | pilot=12
pi.target_group.unknown | target_group=77 | target_group=06
pi.line.duplicate | pilot=03 ; pilot=03 | pilot=04 ; pilot=05
pi.start_day.after_period | start_day=20230701 | start_day=20230630
pi.end_day.before_start | end_day=20211231 | end_day=20220101
""",
    "gp": """
gp.format.number | practice=9400019700x | practice=@PRACTICE
gp.format.sign | value_thousandths=0000007100 | value_thousandths=+000007100
gp.format.date | record_day=20230230 | record_day=20230228
gp.format.padding | person=100085073003328 | person=000085073003328
gp.format.required | practice=0 | practice=@PRACTICE
gp.format.range | value_thousandths=+999999999 | value_thousandths=+000007100
gp.person.check_digit | person=85073003329 | person=85073003328
gp.person.unknown | person=@DAN | person=@BEN
gp.item.unknown | item=weight | item=T90
gp.line.duplicate | value_thousandths=+6001 ; value_thousandths=+6001 | value_thousandths=+6002 ; value_thousandths=+6003
gp.record_day.after_period | record_day=20230701 | record_day=20230630
""",
    "pr": """
pr.format.number | person=00008507300332x | person=000085073003328
pr.format.sign | score_thousandths=0000000780 | score_thousandths=+000000780
pr.format.date | answer_day=20230230 | answer_day=20230228
pr.format.padding | person=100085073003328 | person=000085073003328
pr.format.required | answer_day=0 | answer_day=20230302
pr.format.range | score_thousandths=+999999999 | score_thousandths=+000000780
pr.person.check_digit | person=85073003329 | person=85073003328
pr.person.unknown | person=@DAN | person=@BEN
pr.instrument.unknown | instrument=prom~other | instrument=prem~care
pr.line.duplicate | score_thousandths=+701 ; score_thousandths=+701 | score_thousandths=+702 ; score_thousandths=+703
pr.answer_day.after_period | answer_day=20230701 | answer_day=20230630
pr.score_thousandths.range | score_thousandths=+1001 | score_thousandths=+1000
pr.instrument.respondent | instrument=wellbeing~joy | instrument=prom~who5
""",
    "wb": """
wb.format.number | provider=1234567800x | provider=@GP
wb.format.sign | score_thousandths=0000006800 | score_thousandths=+000006800
wb.format.date | answer_day=20230230 | answer_day=20230228
wb.format.required | provider=0 | provider=@GP
wb.format.range | score_thousandths=+999999999 | score_thousandths=+000006800
wb.provider.check_digit | provider=12345618004 | provider=@GP
wb.instrument.unknown | instrument=wellbeing~other | instrument=wellbeing~burnout
wb.line.duplicate | score_thousandths=+6701 ; score_thousandths=+6701 | score_thousandths=+6702 ; score_thousandths=+6703
wb.answer_day.after_period | answer_day=20230701 | answer_day=20230630
wb.score_thousandths.range | score_thousandths=+10001 | score_thousandths=+10000
wb.instrument.respondent | instrument=prom~who5 | instrument=wellbeing~joy
""",
    "mg": """
mg.format.number            | old_number=0000601151015x7                    | old_number=000060115101526
mg.format.date              | change_day=20230230                           | change_day=20230228
mg.format.padding           | old_number=100060115101526                    | old_number=000060115101526
mg.format.required          | change_day=0                                  | change_day=20230101
mg.old_number.check_digit   | old_number=60115101500                        | old_number=@BIS_47
mg.new_number.check_digit   | new_number=60115101500                        | new_number=@CAS
mg.new_number.equal         | old_number=@CAS new_number=@CAS               | old_number=@BIS_27 new_number=@CAS
mg.old_number.duplicate     | old_number=@DAN ; old_number=@DAN new_number=@CAS | old_number=@EVE
mg.change_day.after_period  | change_day=20230701                           | change_day=20230630
""",
}


def cases(database: str) -> list[tuple[str, list[str], list[str]]]:
    """Rule, lines with a broken last one, lines with a kept last one."""
    rows = [line.split("|") for line in DRAWN[database].strip().splitlines()]
    return [(rule.strip(), broken.split(";"), kept.split(";")) for rule, broken, kept in rows]
