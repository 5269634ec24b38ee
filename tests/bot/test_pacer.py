import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pacer import Flight, Limits, Pacer
from storage.values.deliveries import Rank
from storage.values.people import ChatId

START = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
SHORTEST_WAY = 0.005
TREMBLING = 0.04


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@dataclass
class Line:
    """A sender that obeys a pacer, and what the receiver at the other end of the line sees."""

    pacer: Pacer
    now: float = 0.0
    arrivals: list[tuple[float, ChatId, Rank]] = field(default_factory=list)
    on_their_way: list[tuple[float, int, Flight]] = field(default_factory=list)

    def send(self, chat: ChatId, rank: Rank, there: float, back: float) -> None:
        while wait := self._wait(chat, rank):
            self.advance(wait)
        flight = self.pacer.begin(chat, rank, at(self.now))
        arrival = self.now + there
        self.arrivals.append((arrival, chat, rank))
        heapq.heappush(self.on_their_way, (arrival + back, len(self.arrivals), flight))

    def advance(self, seconds: float) -> None:
        until = self.now + seconds
        while self.on_their_way and self.on_their_way[0][0] <= until:
            self.now, _, flight = heapq.heappop(self.on_their_way)
            self.pacer.end(flight, at(self.now))
        self.now = until

    def _wait(self, chat: ChatId, rank: Rank) -> float:
        moment = at(self.now)
        if chat in self.pacer.resting(moment):
            rested = self.pacer.next_rested(moment)
            waits = [] if rested is None else [(rested - moment).total_seconds()]
            waits += [answered - self.now for answered, _, _ in self.on_their_way]
            return max(1e-6, min(waits))
        return self.pacer.ready_in(rank, moment)


def most_within(seconds: float, times: Sequence[float]) -> int:
    """The most of these that lie in any window of so many seconds."""
    ordered = sorted(times)
    most = start = 0
    for end, time in enumerate(ordered):
        while ordered[start] <= time - seconds:
            start += 1
        most = max(most, end - start + 1)
    return most


ways = st.floats(0, TREMBLING / 2).map(lambda extra: SHORTEST_WAY / 2 + extra)
sendings = st.tuples(
    st.floats(0, 0.3),
    st.integers(-6, 6).map(ChatId),
    st.sampled_from(Rank),
    ways,
    ways,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(sendings, min_size=1, max_size=150),
    st.sampled_from([Limits(), Limits(per_second=3), Limits(per_second=1), Limits(60, 0.5, 5)]),
)
def test_the_receiver_never_sees_more_than_is_allowed(
    asked: list[tuple[float, ChatId, Rank, float, float]], limits: Limits
) -> None:
    line = Line(Pacer(limits))
    for pause, chat, rank, there, back in asked:
        line.advance(pause if pause > 0.2 else 0.0)
        line.send(chat, rank, there, back)
    times = [time for time, _, _ in line.arrivals]
    assert most_within(1.0 - TREMBLING, times) <= limits.per_second
    counters = [time for time, _, rank in line.arrivals if rank is Rank.COUNTER]
    assert most_within(1.0 - TREMBLING, counters) <= max(1, limits.per_second // 3)
    for chat in {chat for _, chat, _ in line.arrivals}:
        own = [time for time, sent_to, _ in line.arrivals if sent_to == chat]
        assert most_within(limits.chat_seconds, own) <= 1
        if chat < 0:
            assert most_within(60.0, own) <= limits.group_minute


def test_a_broadcast_reaches_the_full_rate() -> None:
    line = Line(Pacer())
    for chat in range(3000):
        line.send(ChatId(chat), Rank.BROADCAST, 0.004, 0.001)
    assert line.now == pytest.approx(100, rel=0.01)
    assert most_within(1.0, [time for time, _, _ in line.arrivals]) == 30


def test_a_late_answer_may_mean_a_late_arrival() -> None:
    """All of a second's messages arrive 40 ms late, the next ones in time: still never 31."""
    line = Line(Pacer())
    line.send(ChatId(1000), Rank.REPLY, 0.003, 0.002)
    line.advance(5)
    for chat in range(300):
        late = 0.04 if chat % 60 < 30 else 0.0
        line.send(ChatId(chat), Rank.BROADCAST, 0.003 + late, 0.002)
    assert most_within(1.0, [time for time, _, _ in line.arrivals]) <= 30


def test_one_lost_message_does_not_hold_up_the_others() -> None:
    line = Line(Pacer())
    line.send(ChatId(9999), Rank.BROADCAST, 0.01, 20.0)
    for chat in range(60):
        line.send(ChatId(chat), Rank.BROADCAST, 0.01, 0.01)
    assert line.now < 2.3


def test_broadcasts_are_spread_over_the_second_and_replies_need_not_be() -> None:
    line = Line(Pacer())
    for chat in range(20):
        line.send(ChatId(chat), Rank.REPLY, 0.001, 0.001)
    assert line.now == 0
    spread = Line(Pacer())
    for chat in range(20):
        spread.send(ChatId(chat), Rank.BROADCAST, 0.001, 0.001)
    assert spread.now > 0.5


def test_broadcasts_leave_places_to_replies_while_people_talk() -> None:
    line = Line(Pacer())
    line.send(ChatId(-1), Rank.REPLY, 0.001, 0.001)
    for chat in range(1, 50):
        line.send(ChatId(chat), Rank.BROADCAST, 0.001, 0.001)
    assert line.now > 1
    for chat in range(100, 105):
        assert line.pacer.ready_in(Rank.REPLY, at(line.now)) == 0
        line.send(ChatId(chat), Rank.REPLY, 0.001, 0.001)


def test_counters_leave_room_for_replies() -> None:
    line = Line(Pacer())
    for chat in range(23):
        line.send(ChatId(chat), Rank.REPLY, 0.001, 0.001)
    line.advance(0.5)
    now = at(line.now)
    assert line.pacer.ready_in(Rank.COUNTER, now) > 0.4
    assert line.pacer.ready_in(Rank.REPLY, now) == 0


def test_a_chat_is_busy_until_answered_and_then_rests() -> None:
    pacer = Pacer()
    flight = pacer.begin(ChatId(1), Rank.REPLY, at(0))
    assert pacer.resting(at(50)) == {1}
    assert pacer.next_rested(at(50)) is None
    pacer.end(flight, at(50))
    assert pacer.resting(at(50.9)) == {1}
    rested = pacer.next_rested(at(50.9))
    assert rested is not None
    assert timedelta(seconds=51) <= rested - START <= timedelta(seconds=51.1)
    assert pacer.resting(rested) == set()


def test_a_group_gets_twenty_in_a_minute_and_a_person_more() -> None:
    line = Line(Pacer())
    for _ in range(21):
        line.send(ChatId(-1), Rank.REPLY, 0.001, 0.001)
    assert most_within(60.0, [time for time, _, _ in line.arrivals]) == 20
    assert 60 < line.now < 61
    person = Line(Pacer())
    for _ in range(21):
        person.send(ChatId(1), Rank.REPLY, 0.001, 0.001)
    assert person.now < 21


def test_a_flood_rests_one_chat_and_a_second_one_rests_the_token() -> None:
    pacer = Pacer()
    pacer.flooded(ChatId(1), 30, at(0))
    assert pacer.resting(at(29)) == {1}
    assert pacer.ready_in(Rank.REPLY, at(1)) == 0
    pacer.flooded(ChatId(1), 30, at(1))
    assert pacer.ready_in(Rank.REPLY, at(1)) == 0
    pacer.flooded(ChatId(2), 5, at(2))
    assert pacer.ready_in(Rank.REPLY, at(3)) == pytest.approx(4)
    assert pacer.paused_for(at(7)) == 0


def test_floods_far_apart_have_nothing_to_do_with_each_other() -> None:
    pacer = Pacer()
    pacer.flooded(ChatId(1), 3, at(0))
    pacer.flooded(ChatId(2), 3, at(10))
    assert pacer.paused_for(at(10)) == 0
    assert pacer.resting(at(10)) == {2}


def test_chats_that_are_rested_are_forgotten() -> None:
    line = Line(Pacer())
    for chat in range(1, 500):
        line.send(ChatId(-chat), Rank.BROADCAST, 0.001, 0.001)
    line.advance(61)
    assert line.pacer.resting(at(line.now)) == set()
    assert not line.pacer._chats


def test_a_clock_that_was_set_back_makes_nobody_wait() -> None:
    pacer, now = Pacer(Limits()), datetime(2026, 5, 20, 4, tzinfo=UTC)
    for chat in range(1, 31):
        pacer.end(pacer.begin(ChatId(chat), Rank.REPLY, now), now)
    pacer.pause(2, now)
    earlier = now - timedelta(hours=1)
    assert pacer.ready_in(Rank.REPLY, earlier) == pytest.approx(2, abs=0.01)
    assert pacer.paused_for(earlier + timedelta(seconds=1)) == pytest.approx(1, abs=0.01)
    rested = pacer.next_rested(earlier)
    assert rested is not None and rested - earlier < timedelta(seconds=2)
    assert pacer.ready_in(Rank.REPLY, earlier + timedelta(seconds=3)) == 0
    assert pacer.resting(earlier + timedelta(seconds=3)) == frozenset()
