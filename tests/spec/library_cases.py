# ruff: noqa: E501  a case is one line
"""A drawn case for each indicator: a rule, who is drawn, and numerator / denominator of the country.

A line is `indicator: numerator/denominator | rows ; rows`. A row is `table person column=value ...`; a person without a
row of the population lives in Ghent and is 40. A column that is not drawn is 0, false or empty. Each case draws who
counts, who does not, and, where there is one, who is outside the population.
"""

TABLES = {
    "pop": "derived_population_year",
    "year": "derived_person_year",
    "drug": "derived_person_year_drug",
    "stay": "derived_stay",
    "cost": "derived_person_year_cost",
    "sick": "derived_person_year_diagnosis",
    "note": "derived_person_year_record",
    "said": "derived_person_year_answer",
    "maf": "derived_maf_person",
    "home": "derived_maf_household",
    "list": "derived_practice_patient",
}

CASES = """
# Everybody of the year counts, nobody of another year does.
insured: 2/2 | pop ann ; pop bob ; pop cis year=2021
increased_reimbursement: 1/3 | pop ann is_increased_reimbursement=yes ; pop bob is_increased_reimbursement=no ; pop cis is_increased_reimbursement=
mean_age: 42/2 | pop ann age=42 ; pop bob age=0 ; pop cis age=
seniors: 1/2 | pop ann age=65 ; pop bob age=64 ; pop cis age=
newborns: 1/3 | pop ann age=0 ; pop bob age=1 ; pop cis age=
deaths: 1/2 | pop ann is_deceased=yes ; pop bob
self_employed: 1/3 | pop ann social_state=04 ; pop bob social_state=01 ; pop cis
bereaved: 1/2 | pop ann social_state=06 ; pop bob social_state=04
students: 1/2 | pop ann social_state=09 ; pop bob social_state=06
unemployed: 1/2 | pop ann age=64 ; pop bob age=18 ; pop cis age=65 ; year ann unemployment_days=1 ; year cis unemployment_days=9
disability: 1/2 | year ann has_disability=yes ; year bob
# Amounts are summed over all insured, of this year alone.
mean_copayment: 123/2 | year ann copayment_cents=123 ; year ann year=2021 copayment_cents=900 ; pop bob
mean_supplement: 500/2 | year ann supplement_cents=500 copayment_cents=70 ; pop bob
mean_reimbursed: 900/2 | year ann reimbursed_cents=1000 ; year bob reimbursed_cents=-100
# A ceiling is that of the household, for each of its members; who is in no household is outside.
maf_reached: 2/3 | maf ann household_head_id=ann ; maf bob household_head_id=ann ; maf cis household_head_id=cis ; home ann household_head_id=ann is_reached=yes ; home cis household_head_id=cis is_reached=no ; pop dan
maf_repaid: 250/2 | maf ann household_head_id=ann repaid_cents=250 ; maf bob household_head_id=ann ; home ann household_head_id=ann repaid_cents=999 ; pop dan
maf_social: 1/2 | maf ann household_head_id=ann ; maf bob household_head_id=bob ; home ann household_head_id=ann maf_type=social ; home bob household_head_id=bob maf_type=income
maf_chronic: 1/2 | maf ann household_head_id=ann ; maf bob household_head_id=bob ; home ann household_head_id=ann has_chronic_reduction=yes ; home bob household_head_id=bob
supplement_payers: 1/3 | year ann supplement_cents=1 ; year bob supplement_cents=0 ; year cis supplement_cents=-5
no_care: 1/3 | year ann is_in_population=yes ; year bob is_in_care=yes ; year cis is_in_pharmacy=yes
# Bills are those of stays, for who had a classic one.
hospital_bill: 350/1 | year ann classic_stays=1 ; stay ann copayment_cents=100 supplement_cents=250 ; stay bob copayment_cents=900
fee_supplement: 250/1 | year ann classic_stays=1 ; stay ann fee_supplement_cents=250 room_supplement_cents=9 ; stay bob fee_supplement_cents=5
room_supplement: 9/1 | year ann classic_stays=1 ; stay ann fee_supplement_cents=250 room_supplement_cents=9 ; pop bob
single_room: 1/2 | year ann classic_stays=1 ; year bob classic_stays=1 ; stay ann room_type=single ; stay bob stay_kind=day room_type=single
transport_cost: 70/2 | cost ann cost_group=46 reimbursed_cents=70 ; cost bob cost_group=01 reimbursed_cents=9
gp_contact: 1/3 | year ann gp_contacts=1 ; year bob gp_contacts=0 ; pop cis
gmd: 1/3 | year ann global_medical_files=1 ; year bob global_medical_files=-1 ; pop cis
gp_contacts: 5/2 | year ann gp_contacts=5 ; pop bob
gp_home_visits: 2/2 | year ann gp_home_visits=2 gp_contacts=9 ; pop bob
gp_remote: 1/2 | year ann gp_remote_contacts=1 ; year bob gp_contacts=1
gp_out_of_hours: 3/2 | year ann gp_out_of_hours_contacts=3 ; year bob gp_contacts=4
# Three of four contacts with one general practitioner are enough, two of three are not; two contacts are too few to say.
gp_continuity: 1/2 | year ann gp_contacts=4 most_seen_gp_contacts=3 ; year bob gp_contacts=3 most_seen_gp_contacts=2 ; year cis gp_contacts=2 most_seen_gp_contacts=2
gp_many_providers: 1/2 | year ann gp_providers=4 ; year bob gp_providers=3
gp_every_year: 1/2 | year ann gp_contacts=1 ; year ann year=2021 gp_contacts=1 ; year ann year=2020 gp_contacts=2 ; year bob gp_contacts=9 ; year bob year=2021 gp_contacts=1 ; year bob year=2019 gp_contacts=1
medical_house: 1/2 | year ann is_in_medical_house=yes ; pop bob
practice_listed: 1/2 | list ann assigned_by=contacts ; pop bob
practice_by_contacts: 1/3 | list ann assigned_by=contacts ; list bob assigned_by=file ; list cis assigned_by=capitation ; pop dan
practice_contacts: 4/1 | list ann assigned_by=file contacts=4 ; year bob gp_contacts=9
specialist_contact: 1/2 | year ann specialist_contacts=1 ; year bob gp_contacts=1
specialist_without_gp: 1/2 | year ann specialist_contacts=1 ; year bob specialist_contacts=1 gp_contacts=1 ; pop cis
laboratory_days: 3/2 | year ann laboratory_days=3 ; pop bob
imaging_days: 2/2 | year ann imaging_days=2 ; pop bob
dental_contact: 1/2 | year ann dental_contacts=1 ; year bob ; year bob year=2021 dental_contacts=1
# Two of the last three years, whichever; twice in a year is one year.
dental_regular: 1/3 | year ann year=2020 dental_contacts=1 ; year ann dental_contacts=1 ; year bob dental_contacts=2 ; year cis year=2019 dental_contacts=1 ; year cis dental_contacts=1
orthodontics: 1/2 | pop ann age=6 ; pop bob age=17 ; pop cis age=18 ; year ann orthodontic_acts=1 ; year cis orthodontic_acts=1
dental_cost: 70/2 | cost ann cost_group=04 reimbursed_cents=70 ; cost ann cost_group=05 reimbursed_cents=9 ; pop bob
dental_own_cost: 30/1 | year ann dental_contacts=1 ; cost ann cost_group=04 copayment_cents=10 supplement_cents=20 ; cost bob cost_group=04 copayment_cents=9
physiotherapy: 1/2 | year ann physiotherapy_contacts=1 ; pop bob
physiotherapy_contacts: 9/1 | year ann physiotherapy_contacts=9 ; pop bob
speech_therapy: 1/2 | pop ann age=17 ; pop bob age=5 ; pop cis age=18 ; year ann speech_therapy_contacts=1 ; year cis speech_therapy_contacts=1
rehabilitation_cost: 70/1 | cost ann cost_group=41 reimbursed_cents=70 ; cost ann cost_group=06 reimbursed_cents=9
home_nursing: 1/2 | year ann home_nursing_days=1 ; pop bob
home_nursing_days: 30/1 | year ann home_nursing_days=30 ; pop bob
# Lump sums are counted of older people who live at home: not of residents, not of the young.
nursing_toilet: 1/2 | pop ann age=65 ; pop bob age=80 ; pop cis age=80 ; year ann nursing_toilet_days=1 ; year cis nursing_toilet_days=1 nursing_home_days=1
nursing_forfait_a: 1/2 | pop ann age=65 ; pop bob age=80 ; year ann nursing_forfait_a_days=1 ; year bob nursing_forfait_b_days=1
nursing_forfait_b: 1/2 | pop ann age=65 ; pop bob age=80 ; year ann nursing_forfait_b_days=1 ; year bob nursing_forfait_c_days=1
nursing_forfait_c: 1/2 | pop ann age=65 ; pop bob age=80 ; pop cis age=64 ; year ann nursing_forfait_c_days=1 ; year cis nursing_forfait_c_days=1
nursing_cost: 70/2 | cost ann cost_group=07 reimbursed_cents=70 ; cost bob cost_group=06 reimbursed_cents=9
nursing_home: 1/2 | pop ann age=75 ; pop bob age=90 ; pop cis age=74 ; year ann nursing_home_days=1 ; year cis nursing_home_days=1
nursing_home_days: 200/1 | pop ann age=65 ; pop bob age=65 ; year ann nursing_home_days=200
nursing_home_dependent: 2/3 | pop ann age=65 ; pop bob age=65 ; pop cis age=65 ; year ann nursing_home_days=1 nursing_home_class=B ; year bob nursing_home_days=1 nursing_home_class=Cd ; year cis nursing_home_days=1 nursing_home_class=A
nursing_home_dementia: 1/3 | pop ann age=65 ; pop bob age=65 ; pop cis age=65 ; year ann nursing_home_days=1 nursing_home_class=C ; year bob nursing_home_days=1 nursing_home_class=Cd ; year cis nursing_home_days=1
nursing_home_new: 1/2 | pop ann age=70 ; pop bob age=70 ; pop cis age=70 ; year ann nursing_home_days=1 ; year cis nursing_home_days=1 ; year cis year=2021 nursing_home_days=1
dependency: 1/2 | year ann has_dependency=yes ; pop bob
classic_stays: 3/2 | year ann classic_stays=3 day_stays=9 ; pop bob
day_stays: 9/2 | year ann classic_stays=3 day_stays=9 ; pop bob
hospital_nights: 12/2 | year ann hospital_nights=12 ; pop bob
hospitalised: 1/2 | year ann classic_stays=2 ; year bob day_stays=1
nights_per_patient: 5/1 | year ann classic_stays=1 ; stay ann nights=5 ; stay ann stay_kind=day nights=9 ; pop bob
long_hospitalisation: 1/2 | year ann hospital_nights=120 ; year bob hospital_nights=119
emergency_contacts: 4/2 | year ann emergency_contacts=4 ; pop bob
unplanned_stays: 1/2 | stay ann is_unplanned=yes ; stay ann admission_day=2022-05-01 is_unplanned=no ; stay bob is_unplanned=yes is_psychiatric=yes
# Thirty days after the discharge count, thirty-one do not, planned does not; a transfer and a late discharge are no index.
# Any later stay counts, after a planned one (fay) or one that began before the discharge (gus).
unplanned_readmission: 3/5 | stay ann discharge_day=2022-03-05 ; stay ann admission_day=2022-04-04 discharge_day=2022-04-05 is_unplanned=yes ; stay bob discharge_day=2022-03-05 ; stay bob admission_day=2022-04-05 is_unplanned=yes ; stay cis discharge_day=2022-03-05 ; stay cis admission_day=2022-03-10 ; stay dan is_transfer_out=yes ; stay eve admission_day=2022-12-03 discharge_day=2022-12-04 ; stay fay discharge_day=2022-03-05 ; stay fay admission_day=2022-03-10 discharge_day=2022-03-11 ; stay fay admission_day=2022-03-20 discharge_day=2022-03-21 is_unplanned=yes ; stay gus admission_day=2022-03-01 discharge_day=2022-03-20 ; stay gus admission_day=2022-03-05 discharge_day=2022-03-06 hospital_number=71000002 ; stay gus admission_day=2022-04-01 discharge_day=2022-04-02 is_unplanned=yes
transfers: 1/2 | stay ann is_transfer_in=yes ; stay bob is_transfer_out=yes
oncological_stays: 2/2 | stay ann is_oncological=yes ; stay ann stay_kind=day is_oncological=yes ; stay bob
hospital_cost: 30/2 | cost ann cost_group=33 reimbursed_cents=10 ; cost ann cost_group=38 reimbursed_cents=20 ; cost bob cost_group=39 reimbursed_cents=99
dialysis: 1/2 | cost ann cost_group=28 reimbursed_cents=1 ; cost bob cost_group=28 reimbursed_cents=0
radiotherapy: 1/2 | cost ann cost_group=13 reimbursed_cents=1 ; cost bob cost_group=12 reimbursed_cents=1
midwife_care: 1/2 | pop ann age=49 sex=2 ; pop bob age=15 sex=2 ; pop cis age=30 sex=1 ; cost ann cost_group=08 reimbursed_cents=1 ; cost cis cost_group=08 reimbursed_cents=1
antidepressants: 1/2 | drug ann atc_code=N06AB04 ddd_thousandths=90000 ; drug bob atc_code=N06AB04 ddd_thousandths=89999
antidepressants_short: 1/2 | drug ann atc_code=N06AB04 ddd_thousandths=89999 packages=1 ; drug bob atc_code=N06AB04 ddd_thousandths=90000 packages=1 ; pop cis
antipsychotics: 1/2 | drug ann atc_code=N05AH03 packages=1 ; drug bob atc_code=N05AN01 packages=1
antipsychotics_residents: 1/2 | pop ann age=65 ; pop bob age=65 ; pop cis age=65 ; year ann nursing_home_days=1 ; year bob nursing_home_days=1 ; drug ann atc_code=N05AH03 packages=1 ; drug cis atc_code=N05AH03 packages=1
antipsychotics_home: 1/2 | pop ann age=65 ; pop bob age=65 ; pop cis age=65 ; year cis nursing_home_days=1 ; drug ann atc_code=N05AH03 packages=1 ; drug cis atc_code=N05AH03 packages=1
antidepressants_residents: 1/2 | pop ann age=65 ; pop bob age=65 ; year ann nursing_home_days=1 ; year bob nursing_home_days=1 ; drug ann atc_code=N06AB04 packages=1 ; drug bob atc_code=N06BA04 packages=1
benzodiazepines: 2/3 | pop ann age=18 ; pop bob age=17 ; drug ann atc_code=N05BA06 packages=1 ; drug cis atc_code=N05CF02 packages=1 ; drug dan atc_code=N05CH01 packages=1 ; drug bob atc_code=N05BA06 packages=1
adhd_medicines: 1/2 | pop ann age=10 ; pop bob age=10 ; drug ann atc_code=N06BA04 packages=1 ; drug cis atc_code=N06BA04 packages=1
dementia_medicines: 1/2 | pop ann age=65 ; pop bob age=65 ; drug ann atc_code=N06DA02 packages=1 ; drug cis atc_code=N06DA02 packages=1
psychiatrist_patients: 1/2 | year ann psychiatrist_contacts=1 ; year bob specialist_contacts=1
psychiatric_stays: 2/2 | year ann psychiatric_stays=2 classic_stays=9 ; pop bob
# After a psychiatric stay any classic stay of the next thirty days counts, planned or not.
psychiatric_readmission: 2/3 | stay ann is_psychiatric=yes discharge_day=2022-03-05 ; stay ann admission_day=2022-03-10 ; stay bob is_psychiatric=yes discharge_day=2022-03-05 ; stay bob admission_day=2022-05-01 ; stay cis ; stay cis admission_day=2022-03-10 ; stay dan is_psychiatric=yes admission_day=2022-03-01 discharge_day=2022-03-20 ; stay dan admission_day=2022-03-05 discharge_day=2022-03-06 ; stay dan admission_day=2022-04-01
antibiotics_ddd: 10500/2 | drug ann atc_code=J01CA04 ddd_thousandths=10500 ; drug bob atc_code=J02AC01 ddd_thousandths=9
antibiotic_users: 1/3 | drug ann atc_code=J01CA04 packages=1 ; drug bob atc_code=J01CA04 packages=0 ddd_thousandths=1 ; drug cis atc_code=J02AC01 packages=1
antibiotic_packages: 3/2 | drug ann atc_code=J01CA04 packages=2 ; drug ann atc_code=J01FA09 packages=1 ; pop bob
second_line: 5000/15001 | drug ann atc_code=J01CA04 ddd_thousandths=5000 ; drug ann atc_code=J01FA09 ddd_thousandths=5000 ; drug bob atc_code=J01CA04 ddd_thousandths=5001 ; drug bob atc_code=J02AC01 ddd_thousandths=9 ; pop cis
quinolones: 300/1000 | drug ann atc_code=J01MA02 ddd_thousandths=300 ; drug bob atc_code=J01CA04 ddd_thousandths=700 ; pop cis
amoxicillin_ratio: 5/15 | drug ann atc_code=J01CA04 ddd_thousandths=5 ; drug ann atc_code=J01CR02 ddd_thousandths=5 ; drug bob atc_code=J01CR02 ddd_thousandths=5 ; drug cis atc_code=J01MA02 ddd_thousandths=5
polypharmacy: 1/3 | year ann is_polypharmacy=yes ; year bob is_polypharmacy=no polypharmacy_substances=4 ; pop cis
medicine_users: 1/2 | drug ann atc_code=A01AA01 packages=1 ; drug bob atc_code=A01AA01 packages=0 ddd_thousandths=1
medicine_cost: 70/2 | cost ann cost_group=39 reimbursed_cents=70 ; cost bob cost_group=38 reimbursed_cents=9
medicine_own_cost: 30/2 | cost ann cost_group=39 copayment_cents=10 supplement_cents=20 ; cost bob cost_group=38 copayment_cents=9
opioids: 1/2 | drug ann atc_code=N02AX02 packages=1 ; drug bob atc_code=N02BE01 packages=1
opioids_benzodiazepines: 1/2 | drug ann atc_code=N02AX02 packages=1 ; drug ann atc_code=N05BA06 packages=1 ; drug bob atc_code=N02AX02 packages=1 ; drug cis atc_code=N05BA06 packages=1
ppis: 1/2 | drug ann atc_code=A02BC01 packages=1 ; drug bob atc_code=A02BA02 packages=1
statins: 2/3 | drug ann atc_code=C10AA01 packages=1 ; drug bob atc_code=C10BA02 packages=1 ; drug cis atc_code=C10AX09 packages=1
nsaids: 1/2 | pop ann age=65 ; pop bob age=65 ; drug ann atc_code=M01AE01 packages=1 ; drug cis atc_code=M01AE01 packages=1
anticoagulants_nsaids: 1/2 | drug ann atc_code=B01AF01 packages=1 ; drug ann atc_code=M01AE01 packages=1 ; drug bob atc_code=B01AA03 packages=1 ; drug cis atc_code=M01AE01 packages=1
triple_combination: 1/2 | pop ann age=65 ; pop bob age=65 ; drug ann atc_code=C09AA05 packages=1 ; drug ann atc_code=C03CA01 packages=1 ; drug ann atc_code=M01AE01 packages=1 ; drug bob atc_code=C09AA05 packages=1 ; drug bob atc_code=M01AE01 packages=1
contraceptives: 1/2 | pop ann age=15 sex=2 ; pop bob age=49 sex=2 ; pop cis age=50 sex=2 ; drug ann atc_code=G03AA07 packages=1 ; drug cis atc_code=G03AA07 packages=1
# Tenofovir with emtricitabine beside another antiretroviral is treatment, not prevention.
prep_users: 1/2 | drug ann atc_code=J05AR03 packages=1 ; drug bob atc_code=J05AR03 packages=1 ; drug bob atc_code=J05AJ03 packages=1
osteoporosis_medicines: 1/2 | pop ann age=65 ; pop bob age=65 ; drug ann atc_code=M05BA04 packages=1 ; drug cis atc_code=M05BA04 packages=1
antihypertensives: 1/2 | drug ann atc_code=C09AA05 ddd_thousandths=45000 ; drug ann atc_code=C08CA01 ddd_thousandths=45000 ; drug bob atc_code=C10AA01 ddd_thousandths=90000
influenza_vaccination: 1/2 | pop ann age=65 ; pop bob age=65 ; drug ann atc_code=J07BB02 packages=1 ; drug cis atc_code=J07BB02 packages=1
influenza_recorded: 1/2 | pop ann age=65 ; pop bob age=65 ; note ann item=influenza_vaccination records=1 ; note bob item=smoking records=1 ; note cis item=influenza_vaccination records=1
pneumococcal_vaccination: 1/2 | pop ann age=65 ; pop bob age=65 ; drug ann atc_code=J07AL02 packages=1 ; drug bob atc_code=J07BB02 packages=1
smoking_recorded: 1/2 | pop ann age=18 ; pop bob age=18 ; pop cis age=17 ; note ann item=smoking records=1 ; note cis item=smoking records=1
smoking_cessation: 1/2 | drug ann atc_code=N07BA03 packages=1 ; drug bob atc_code=N07BB03 packages=1
blood_pressure_recorded: 1/2 | note ann item=blood_pressure_systolic records=1 ; note bob item=hba1c records=1
diabetes: 1/2 | drug ann atc_code=A10BA02 ddd_thousandths=60000 ; drug ann atc_code=A10AE04 ddd_thousandths=30000 ; drug bob atc_code=A10BA02 ddd_thousandths=89999
chronic_status: 1/2 | year ann has_chronic_status=yes ; year bob has_chronic_forfait=yes
chronic_forfait: 1/2 | year ann has_chronic_forfait=yes ; year bob has_chronic_status=yes
multimorbidity: 1/3 | sick ann condition=gout ; sick ann condition=pain ; sick bob condition=gout ; sick cis condition=gout ; sick cis list=nihdi condition=GOUT
copd_medicines: 1/2 | pop ann age=50 ; pop bob age=50 ; pop cis age=49 ; drug ann atc_code=R03AC13 ddd_thousandths=90000 ; drug cis atc_code=R03AC13 ddd_thousandths=90000
chronic_cost: 500/1 | year ann has_chronic_status=yes reimbursed_cents=500 ; year bob reimbursed_cents=900
incapacity: 1/2 | pop ann age=18 ; pop bob age=64 ; pop cis age=65 ; year ann incapacity_days=1 ; year cis incapacity_days=1
incapacity_days: 30/2 | year ann incapacity_days=30 invalidity_days=5 ; pop bob ; pop cis age=17
invalidity: 1/2 | year ann invalidity_days=1 ; year bob incapacity_days=1
invalidity_days: 5/2 | year ann incapacity_days=30 invalidity_days=5 ; pop bob ; pop cis age=70
# Who was unfit for work the year before and not yet invalid may become so.
invalidity_inflow: 1/2 | year ann invalidity_days=9 ; year ann year=2021 incapacity_days=200 ; year bob incapacity_days=9 ; year bob year=2021 incapacity_days=9 ; year cis invalidity_days=9 ; year cis year=2021 incapacity_days=9 invalidity_days=9 ; year dan invalidity_days=9
palliative_care: 1/2 | pop ann is_deceased=yes ; pop bob is_deceased=yes ; pop cis ; year ann palliative_days=1 ; year cis palliative_days=1
death_year_hospital: 1/2 | pop ann is_deceased=yes ; pop bob is_deceased=yes ; pop cis ; year ann classic_stays=1 ; year cis classic_stays=1
death_year_emergency: 1/2 | pop ann is_deceased=yes ; pop bob is_deceased=yes ; year ann emergency_contacts=1 ; year bob classic_stays=1
death_year_nursing_home: 1/2 | pop ann is_deceased=yes ; pop bob is_deceased=yes ; year ann nursing_home_days=1 ; pop cis
death_year_home_visit: 1/2 | pop ann is_deceased=yes ; pop bob is_deceased=yes ; year ann gp_home_visits=1 ; year bob gp_contacts=1
death_year_opioids: 1/2 | pop ann is_deceased=yes ; pop bob is_deceased=yes ; drug ann atc_code=N02AX02 packages=1 ; drug cis atc_code=N02AX02 packages=1
death_year_cost: 500/1 | pop ann is_deceased=yes ; pop bob ; year ann reimbursed_cents=500 ; year bob reimbursed_cents=9
# A loop diuretic with a beta blocker or a renin-angiotensin inhibitor, both of 90 doses; or sacubitril; or the GP's K77.
hf_prevalence: 3/5 | drug ann atc_code=C03CA01 ddd_thousandths=90000 ; drug ann atc_code=C07AB07 ddd_thousandths=90000 ; drug bob atc_code=C09DX04 packages=1 ; note cis item=K77 records=1 ; drug dan atc_code=C03CA01 ddd_thousandths=90000 ; drug eve atc_code=C03CA01 ddd_thousandths=89999 ; drug eve atc_code=C09AA05 ddd_thousandths=90000
hf_raas: 1/2 | note ann item=K77 records=1 ; note bob item=K77 records=1 ; drug ann atc_code=C09AA05 packages=1 ; drug cis atc_code=C09AA05 packages=1
hf_beta_blocker: 1/2 | note ann item=K77 records=1 ; note bob item=K77 records=1 ; drug ann atc_code=C07AB07 packages=1 ; drug bob atc_code=C07AB03 packages=1
hf_mra: 1/2 | note ann item=K77 records=1 ; note bob item=K77 records=1 ; drug ann atc_code=C03DA01 packages=1 ; drug bob atc_code=C03CA01 packages=1
hf_sglt2: 1/2 | note ann item=K77 records=1 ; note bob item=K77 records=1 ; drug ann atc_code=A10BK01 packages=1 ; drug bob atc_code=A10BA02 packages=1
hf_unplanned_stays: 1/1 | note ann item=K77 records=1 ; stay ann is_unplanned=yes ; stay bob is_unplanned=yes
hf_readmission: 1/1 | note ann item=K77 records=1 ; stay ann ; stay ann admission_day=2022-03-20 is_unplanned=yes ; stay bob ; note cis item=K77 records=1
hf_deaths: 1/2 | pop ann is_deceased=yes ; pop cis is_deceased=yes ; note ann item=K77 records=1 ; note bob item=K77 records=1
hf_quality_of_life: 1/2 | note ann item=K77 records=1 ; note bob item=K77 records=1 ; note cis item=K77 records=1 ; said ann instrument=prom_eq5d answers=2 first_score_thousandths=500 last_score_thousandths=500 ; said bob instrument=prom_eq5d answers=2 first_score_thousandths=500 last_score_thousandths=499 ; said cis instrument=prom_eq5d answers=1 first_score_thousandths=500 last_score_thousandths=500
hf_cost: 500/1 | note ann item=K77 records=1 ; year ann reimbursed_cents=500 ; year bob reimbursed_cents=9
dm_insulin: 1/2 | drug ann atc_code=A10AE04 ddd_thousandths=90000 packages=3 ; drug bob atc_code=A10BA02 ddd_thousandths=90000 packages=3 ; pop cis
dm_hba1c_recorded: 1/2 | drug ann atc_code=A10BA02 ddd_thousandths=90000 ; drug bob atc_code=A10BA02 ddd_thousandths=90000 ; note ann item=hba1c records=1 ; note cis item=hba1c records=1
dm_hba1c_control: 1/3 | drug ann atc_code=A10BA02 ddd_thousandths=90000 ; drug bob atc_code=A10BA02 ddd_thousandths=90000 ; drug cis atc_code=A10BA02 ddd_thousandths=90000 ; note ann item=hba1c records=1 last_value_thousandths=7000 ; note bob item=hba1c records=1 last_value_thousandths=7001 ; note cis item=hba1c records=1 last_value_thousandths=
dm_blood_pressure: 1/3 | drug ann atc_code=A10BA02 ddd_thousandths=90000 ; drug bob atc_code=A10BA02 ddd_thousandths=90000 ; note ann item=blood_pressure_systolic records=1 last_value_thousandths=139999 ; note bob item=blood_pressure_systolic records=1 last_value_thousandths=140000 ; drug cis atc_code=A10BA02 ddd_thousandths=90000 ; note cis item=blood_pressure_systolic records=1 last_value_thousandths=
dm_statins: 1/2 | pop ann age=40 ; pop bob age=75 ; pop cis age=76 ; drug ann atc_code=A10BA02 ddd_thousandths=90000 ; drug bob atc_code=A10BA02 ddd_thousandths=90000 ; drug cis atc_code=A10BA02 ddd_thousandths=90000 ; drug ann atc_code=C10AA01 packages=1 ; drug cis atc_code=C10AA01 packages=1
dm_eye_care: 1/2 | drug ann atc_code=A10BA02 ddd_thousandths=90000 ; drug bob atc_code=A10BA02 ddd_thousandths=90000 ; cost ann cost_group=25 reimbursed_cents=1 ; cost bob cost_group=24 reimbursed_cents=1
dm_experience: 1/2 | drug ann atc_code=A10BA02 ddd_thousandths=90000 ; drug bob atc_code=A10BA02 ddd_thousandths=90000 ; said ann instrument=prem_care answers=1 last_score_thousandths=7000 ; said bob instrument=prem_care answers=1 last_score_thousandths=6999 ; said cis instrument=prem_care answers=1 last_score_thousandths=9000
dm_cost: 500/1 | drug ann atc_code=A10BA02 ddd_thousandths=90000 ; year ann reimbursed_cents=500 ; year bob reimbursed_cents=9
copd_long_acting: 1/2 | pop ann age=50 ; pop bob age=50 ; drug ann atc_code=R03AK06 ddd_thousandths=90000 packages=1 ; drug bob atc_code=R03AC02 ddd_thousandths=90000 packages=1
copd_inhaled_steroids: 1/2 | pop ann age=50 ; pop bob age=50 ; drug ann atc_code=R03BA02 ddd_thousandths=90000 packages=1 ; drug bob atc_code=R03BB04 ddd_thousandths=90000 packages=1
copd_exacerbation: 1/2 | pop ann age=50 ; pop bob age=50 ; drug ann atc_code=R03BB04 ddd_thousandths=90000 ; drug bob atc_code=R03BB04 ddd_thousandths=90000 ; drug ann atc_code=J01CA04 packages=1 ; drug ann atc_code=H02AB04 packages=1 ; drug bob atc_code=H02AB04 packages=1
copd_influenza: 1/2 | pop ann age=50 ; pop bob age=50 ; drug ann atc_code=R03BB04 ddd_thousandths=90000 ; drug bob atc_code=R03BB04 ddd_thousandths=90000 ; drug ann atc_code=J07BB02 packages=1
copd_smoking_recorded: 1/2 | pop ann age=50 ; pop bob age=50 ; drug ann atc_code=R03BB04 ddd_thousandths=90000 ; drug bob atc_code=R03BB04 ddd_thousandths=90000 ; note ann item=smoking records=1
copd_unplanned_stays: 1/1 | pop ann age=50 ; drug ann atc_code=R03BB04 ddd_thousandths=90000 ; stay ann is_unplanned=yes ; stay bob is_unplanned=yes
copd_quality_of_life: 1/1 | pop ann age=50 ; pop bob age=50 ; drug ann atc_code=R03BB04 ddd_thousandths=90000 ; drug bob atc_code=R03BB04 ddd_thousandths=90000 ; said ann instrument=prom_eq5d answers=2 first_score_thousandths=500 last_score_thousandths=501
copd_cost: 500/1 | pop ann age=50 ; drug ann atc_code=R03BB04 ddd_thousandths=90000 ; year ann reimbursed_cents=500 ; year bob reimbursed_cents=9
care_experience: 1/2 | said ann instrument=prem_care answers=1 last_score_thousandths=7000 ; said bob instrument=prem_care answers=3 last_score_thousandths=100 ; said cis instrument=prom_eq5d answers=1 last_score_thousandths=90000
"""
