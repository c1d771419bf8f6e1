"""Flow networks: how far a number can be changed when all that is known stays as it is."""

from collections import deque
from collections.abc import Mapping

UNBOUNDED = 10**9


class Network:
    """Arcs that may give way, each with its flow. An arc that is known is left out; what is left out stays as it is."""

    def __init__(self) -> None:
        self._room: dict[object, dict[object, int]] = {}

    def arc(self, tail: object, head: object, flow: int, upper: int = UNBOUNDED) -> None:
        """Between 0 and `upper`; at most one arc between two nodes."""
        self._room.setdefault(tail, {})[head] = upper - flow
        self._room.setdefault(head, {})[tail] = flow

    def spans(self, tail: object, head: object, need: int) -> bool:
        """Whether the possible flows of an arc span at least `need`, by maximum flow around it (exact)."""
        more = self._send(head, tail, tail, head, need)
        return more >= need or more + self._send(tail, head, tail, head, need - more) >= need

    def _send(self, source: object, target: object, tail: object, head: object, enough: int) -> int:
        """Maximum flow, up to `enough`, from source to target without the arc tail → head, within that arc's own room."""
        room = {node: dict(arcs) for node, arcs in self._room.items()}
        can_shrink = room.get(head, {}).pop(tail, 0)
        can_grow = room.get(tail, {}).pop(head, 0)
        limit = min(enough, can_shrink if source == tail else can_grow)
        sent = 0
        while sent < limit:
            path = _path(room, source, target)
            if not path:
                return sent
            step = min([limit - sent, *(room[a][b] for a, b in path)])
            for a, b in path:
                room[a][b] -= step
                room[b][a] += step
            sent += step
        return sent


def _path(room: Mapping[object, Mapping[object, int]], source: object, target: object) -> list[tuple[object, object]]:
    """A shortest path through arcs with room, or an empty list."""
    came_from: dict[object, object] = {source: source}
    waiting = deque([source])
    while waiting and target not in came_from:
        node = waiting.popleft()
        for neighbour, left in room.get(node, {}).items():
            if left > 0 and neighbour not in came_from:
                came_from[neighbour] = node
                waiting.append(neighbour)
    if target not in came_from or source == target:
        return []
    path = [(came_from[target], target)]
    while path[-1][0] != source:
        path.append((came_from[path[-1][0]], path[-1][0]))
    return path[::-1]
