"""Write the dashboards: `python -m grafana.boards`, after a change here or in alerts.yml."""

from pathlib import Path

from grafana.boards import bot, lifters, update, watchers

FOLDER = Path(__file__).parents[1] / "dashboards"
BOARDS = (bot.BOARD, lifters.BOARD, watchers.BOARD, update.BOARD)


def write() -> None:
    """Write each dashboard to its file."""
    for board in BOARDS:
        (FOLDER / f"{board.name}.json").write_text(board.json(), "utf-8")


if __name__ == "__main__":
    write()
