"""Names that the sources have in an older or shortened form.

Countries: English short names of ISO 3166-1 and of the United Nations' list M49
(https://unstats.un.org/unsd/methodology/m49/), by ISO 3166-1 code; GeoNames' codes for the rest.
Natural Earth 4.1 is of 2018 and shortens many. Changes since: North Macedonia (12 February 2019),
Eswatini (UN, May 2018), Türkiye (UN, June 2022).

Places: names in force by the state's own act, by GeoNames country code and older name. Ukraine's
spelling follows resolution 55 of its Cabinet of Ministers (27 January 2010), as the United States
Board on Geographic Names took it over; Astana by the decree of 17 September 2022.
"""

COUNTRIES = {
    "AG": "Antigua and Barbuda", "AX": "Åland Islands", "BA": "Bosnia and Herzegovina",
    "BL": "Saint Barthélemy", "BQ": "Caribbean Netherlands", "CC": "Cocos (Keeling) Islands",
    "CD": "DR Congo", "CF": "Central African Republic", "CG": "Republic of the Congo",
    "CK": "Cook Islands", "CX": "Christmas Island", "CZ": "Czechia",
    "DO": "Dominican Republic", "EH": "Western Sahara", "FK": "Falkland Islands (Malvinas)",
    "FO": "Faroe Islands", "GF": "French Guiana", "GP": "Guadeloupe", "GQ": "Equatorial Guinea",
    "GS": "South Georgia and the South Sandwich Islands",
    "HM": "Heard Island and McDonald Islands", "IO": "British Indian Ocean Territory",
    "KN": "Saint Kitts and Nevis", "KY": "Cayman Islands", "MF": "Saint Martin",
    "MH": "Marshall Islands", "MK": "North Macedonia", "MP": "Northern Mariana Islands",
    "MQ": "Martinique", "PF": "French Polynesia", "PM": "Saint Pierre and Miquelon",
    "PN": "Pitcairn", "RE": "Réunion", "SB": "Solomon Islands", "SJ": "Svalbard and Jan Mayen",
    "SS": "South Sudan", "ST": "São Tomé and Príncipe", "SZ": "Eswatini",
    "TC": "Turks and Caicos Islands", "TF": "French Southern Territories", "TK": "Tokelau",
    "TR": "Türkiye", "UM": "U.S. Minor Outlying Islands", "US": "United States",
    "VA": "Vatican City", "VC": "Saint Vincent and the Grenadines",
    "VG": "British Virgin Islands", "VI": "U.S. Virgin Islands",
    "WF": "Wallis and Futuna", "YT": "Mayotte",
}

PLACES = {
    ("KZ", "Nur-Sultan"): "Astana",
    ("UA", "Odessa"): "Odesa",
    ("UA", "Mykolayiv"): "Mykolaiv",
    ("UA", "Zaporizhzhya"): "Zaporizhzhia",
    ("UA", "Vinnytsya"): "Vinnytsia",
    ("IN", "Gurgaon"): "Gurugram",
    ("IN", "Allahābād"): "Prayagraj",
    ("IN", "Cochin"): "Kochi",
    ("IN", "Mysore"): "Mysuru",
    ("ZA", "Port Elizabeth"): "Gqeberha",
    ("MX", "Juárez"): "Ciudad Juárez",
    ("MN", "Ulan Bator"): "Ulaanbaatar",
    ("MV", "Male"): "Malé",
    ("MM", "Nay Pyi Taw"): "Naypyidaw",
    ("FM", "Palikir - National Government Center"): "Palikir",
    ("PA", "Panamá"): "Panama City",
    ("MD", "Chisinau"): "Chișinău",
}

# Places for which this edition of GeoNames has the population of a district or a slip of the pen.
# They count as places of unknown size.
POPULATION_IN_DOUBT = {
    ("CN", "Dadonghai"), ("CN", "Guankou"), ("CN", "Nanchong"), ("CN", "Puyang"),
    ("CN", "Tai’an"), ("CN", "Tianshui"), ("GN", "Camayenne"), ("IN", "Najafgarh"),
    ("IN", "Nowrangapur"), ("IR", "Kahrīz"), ("IR", "Pasragad Branch"), ("JP", "Yono"),
    ("LB", "Ra’s Bayrūt"), ("MY", "Kampung Baru Subang"), ("PH", "Budta"), ("PH", "Malingao"),
    ("PK", "Battagram"), ("PH", "Mansilingan"), ("SA", "Sulţānah"),
}
DOUBTFUL_SIZE = 40_000

# What people may still type: the former or the local name of a place, by country and present name.
ALSO_KNOWN_AS = {
    ("KZ", "Astana"): "Nur-Sultan", ("UA", "Kyiv"): "Kiev", ("UA", "Odesa"): "Odessa",
    ("UA", "Kharkiv"): "Kharkov", ("UA", "Lviv"): "Lvov", ("UA", "Dnipro"): "Dnipropetrovsk",
    ("IN", "Mumbai"): "Bombay", ("IN", "Kolkata"): "Calcutta", ("IN", "Chennai"): "Madras",
    ("IN", "Bengaluru"): "Bangalore", ("IN", "Gurugram"): "Gurgaon",
    ("IN", "Prayagraj"): "Allahabad", ("IN", "Kochi"): "Cochin", ("IN", "Mysuru"): "Mysore",
    ("ZA", "Gqeberha"): "Port Elizabeth", ("MM", "Yangon"): "Rangoon",
    ("VN", "Ho Chi Minh City"): "Saigon", ("CN", "Beijing"): "Peking",
    ("CN", "Guangzhou"): "Canton", ("MN", "Ulaanbaatar"): "Ulan Bator",
    ("PT", "Lisbon"): "Lisboa", ("IT", "Rome"): "Roma", ("IT", "Milan"): "Milano",
    ("IT", "Naples"): "Napoli", ("IT", "Turin"): "Torino", ("IT", "Florence"): "Firenze",
    ("IT", "Venice"): "Venezia", ("IT", "Genoa"): "Genova", ("AT", "Vienna"): "Wien",
    ("DE", "Munich"): "München", ("DE", "Köln"): "Cologne", ("DE", "Nürnberg"): "Nuremberg",
    ("DE", "Hannover"): "Hanover", ("CH", "Genève"): "Geneva", ("CH", "Zürich"): "Zurich",
    ("CZ", "Prague"): "Praha", ("PL", "Warsaw"): "Warszawa", ("PL", "Kraków"): "Cracow",
    ("DK", "Copenhagen"): "København", ("BE", "Brussels"): "Bruxelles", ("BE", "Antwerpen"): "Antwerp",
    ("NL", "The Hague"): "Den Haag", ("RO", "Bucharest"): "București", ("RS", "Belgrade"): "Beograd",
    ("GR", "Athens"): "Athina", ("GR", "Thessaloníki"): "Salonica", ("RU", "Moscow"): "Moskva",
    ("RU", "Saint Petersburg"): "Sankt-Peterburg", ("TR", "Istanbul"): "Constantinople",
    ("ES", "Sevilla"): "Seville", ("SE", "Göteborg"): "Gothenburg", ("EG", "Cairo"): "Al-Qahirah",
    ("SY", "Damascus"): "Dimashq", ("MX", "Mexico City"): "Ciudad de México",
    ("PA", "Panama City"): "Panamá", ("CU", "Havana"): "La Habana",
}


def country_names(natural_earth: dict) -> dict:
    """English names by ISO code: this table over `natural_earth`'s."""
    return {**natural_earth, **COUNTRIES}


def place_name(place: dict) -> str:
    """The present name of one GeoNames place."""
    return PLACES.get((place["country"], place["name"]), place["name"])


def population(place: dict) -> int:
    """The population, or a middling figure where GeoNames' cannot be right."""
    if (place["country"], place["name"]) in POPULATION_IN_DOUBT:
        return min(place["population"], DOUBTFUL_SIZE)
    return place["population"]
