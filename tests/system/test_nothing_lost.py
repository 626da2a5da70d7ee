"""Parts killed while members and counselors talk: nothing accepted is lost, nothing is doubled.

The short version of `python -m tests.system.kill`, which holds a thousand conversations.
"""

from tests.system.kill import Campaign
from tests.system.stack import Running


async def test_twenty_conversations_through_kills_of_every_part(ariane: Running) -> None:
    kills = {"rasa": 1, "actions": 1, "service": 2}
    campaign = Campaign(ariane, seed=6, conversations=20, kills=kills)
    assert await campaign.run() == []
    assert dict(campaign.killed) == kills
