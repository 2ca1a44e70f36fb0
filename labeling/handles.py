"""Made-up names, where a campaign does not want its people to know each other's: "Quiet Heron".

A project has one name for each of its people, for good, and no two of them the same: a permutation of their numbers,
keyed by the project, picks the words. Nothing is stored, and without the secret key nobody gets from a name to a person.
"""

from django.utils.crypto import salted_hmac

ADJECTIVES = """
Able Agile Airy Alert Amber Ample Apt Autumn Azure Balanced Balmy Blithe Bold Brave Breezy Brisk Bright Bronze Calm Candid Cheery
Chipper Civil Clear Clever Coastal Coral Cosy Crimson Crisp Curious Daring Dapper Deft Earnest Eager Early Easy Emerald Even Exact Fair
Fabled Festive Fine Fleet Fond Free Fresh Frosty Gallant Gentle Gifted Glad Golden Good Grand Green Hardy Hazel Hearty Honest
Hopeful Humble Indigo Ivory Jade Jaunty Jolly Jovial Joyful Keen Kindred Kind Lively Lofty Loyal Lucid Lucky Lunar Maple
Mellow Merry Mild Misty Modest Neat Nimble Noble Northern Olive Opal Patient Plucky Polite Prime Proud Prompt Quick Quiet Rapid
Ready Robust Rosy Royal Ruby Rustic Sage Scarlet Serene Silent Silver Sleek Smooth Snowy Solar Steady Sunny Swift
Tidy True Upbeat Vivid Velvet Warm Wise Witty Zesty
"""

NOUNS = """
Acorn Alder Anchor Aspen Badger Beacon Bear Beaver Birch Bison Bobcat Brook Canyon Cedar Cliff Clover Comet Condor Cove Crane
Cricket Cypress Dahlia Deer Delta Dolphin Dove Drake Dune Eagle Egret Elk Elm Ember Falcon Fern Finch Fjord Fox Gale Gannet
Gazelle Glacier Glen Grove Gull Harbor Hare Hawk Heath Heron Hill Holly Ibex Ibis Iris Island Ivy Jackdaw Jasmine Juniper
Kestrel Kite Koala Lagoon Lake Lantern Larch Lark Laurel Lemur Lily Linden Linnet Llama Lotus Lynx Magpie Mallard Marten
Meadow Meteor Moose Moth Myrtle Newt Oak Ocelot Orchid Oriole Osprey Otter Owl Panda Pebble Pelican Petrel Pine Plover Pond
Poplar Poppy Puffin Quail Raven Reed Reef Ridge River Robin Rowan Sable Salmon Sedge Shore Sparrow Spruce Starling Stork
Summit Swan Tern Thistle Thrush Tulip Willow Wren Yew
"""

FIRST, SECOND = ADJECTIVES.split(), NOUNS.split()
SIDE = 128
"""Words on each side: two are one of 128 * 128 names; beyond that many people numbers follow."""
ROUNDS = 4


def handle(project_id: int, annotator_id: int) -> str:
    """What this person is called in this project."""
    block, place = divmod(annotator_id, SIDE * SIDE)
    first, second = divmod(place, SIDE)
    for turn in range(ROUNDS):  # a Feistel network: whatever the digest, each pair goes to another pair
        first, second = second, first ^ _mixed(project_id, block, turn, second)
    name = f"{FIRST[first]} {SECOND[second]}"
    return f"{name} {block + 1}" if block else name


def _mixed(project_id: int, block: int, turn: int, half: int) -> int:
    text = f"{project_id}:{block}:{turn}:{half}"
    return salted_hmac("labeling.handle", text, algorithm="sha256").digest()[0] % SIDE
