"""Showing things to open windows: the right ones, in order, and never waiting for a slow one."""

from bot.hub import DESK, QUEUE_SIZE, Hub


def test_each_window_of_a_topic_sees_each_frame_in_order() -> None:
    hub = Hub()
    with hub.listen("a") as phone, hub.listen("a") as laptop:
        for number in range(3):
            hub.publish("a", {"n": number})
        for listener in (phone, laptop):
            assert [listener.frames.get_nowait()["n"] for _ in range(3)] == [0, 1, 2]


def test_a_window_sees_nothing_of_other_conversations() -> None:
    hub = Hub()
    with hub.listen("a") as mine, hub.listen("b") as other, hub.listen(DESK) as desk:
        hub.publish("b", {"secret": True})
        assert mine.frames.empty()
        assert desk.frames.empty()
        assert other.frames.qsize() == 1


def test_nobody_listening_is_no_error_and_a_closed_window_is_forgotten() -> None:
    hub = Hub()
    hub.publish("a", {})
    with hub.listen("a") as listener:
        assert hub.count("a") == 1
    hub.publish("a", {})
    assert hub.count("a") == 0
    assert listener.frames.empty()


def test_a_slow_window_is_dropped_and_the_others_are_served() -> None:
    hub = Hub()
    with hub.listen("a") as slow, hub.listen("a") as quick:
        for number in range(QUEUE_SIZE + 1):
            hub.publish("a", {"n": number})
            quick.frames.get_nowait()
        assert slow.overflowed.is_set()
        assert not quick.overflowed.is_set()


async def test_changes_not_heard_yet_are_told_once_and_each_alert_is_told() -> None:
    hub = Hub()
    change = {"type": "changed", "conversation": None, "urgent": False}
    with hub.listen(DESK) as desk:
        for urgent in (False, False, True, False, True):
            hub.publish(DESK, {**change, "urgent": urgent})
        assert [(await desk.next())["urgent"] for _ in range(3)] == [False, True, True]
        hub.publish(DESK, change)
        assert await desk.next() == change, "une fois entendu, le changement suivant se dit"
