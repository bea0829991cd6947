"""Tells what happens in a playbook as one line of JSON for each event."""

import json

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: floria_events
type: stdout
short_description: events as lines of JSON
description: One line of JSON for each play, task and result.
"""

SETTING = ("set_fact", "ansible.builtin.set_fact", "ansible.legacy.set_fact")


def emit(event):
    print(json.dumps({"floria_event": event}, default=str), flush=True)


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "floria_events"

    def v2_playbook_on_play_start(self, play):
        emit({"event": "play", "name": play.get_name()})

    def v2_playbook_on_task_start(self, task, is_conditional):
        emit({"event": "task", "task": task.get_name()})

    def v2_playbook_on_handler_task_start(self, task):
        emit({"event": "task", "task": task.get_name()})

    def v2_playbook_on_no_hosts_matched(self):
        emit({"event": "task", "task": "no host matches this play; it is for none of this node's groups"})

    def v2_runner_on_ok(self, result):
        self.tell(result, "changed" if result._result.get("changed") else "ok")

    def v2_runner_on_skipped(self, result):
        self.tell(result, "skipped")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.tell(result, "failed", ignore_errors)

    def v2_runner_on_unreachable(self, result):
        self.tell(result, "unreachable")

    def v2_playbook_on_stats(self, stats):
        emit({"event": "recap", "hosts": {host: stats.summarize(host) for host in sorted(stats.processed)}})

    def tell(self, result, state, ignored=False):
        seen, task = result._result, result._task
        hidden = task.no_log or seen.get("_ansible_no_log") or "censored" in seen
        event = {
            "event": "result",
            "state": state,
            "host": result._host.get_name(),
            "task": task.get_name(),
            "ignored": ignored,
            "text": "hidden by no_log" if hidden else self.text(seen),
        }
        if not hidden and state in ("ok", "changed"):
            event["values"] = self.values(seen, task)
        emit(event)

    @staticmethod
    def text(seen):
        parts = [str(seen.get(name, "")).strip() for name in ("msg", "stderr", "stdout")]
        for item in seen.get("results", []):
            if isinstance(item, dict) and item.get("failed"):
                parts.append(str(item.get("msg", "")).strip())
        return " ".join(part for part in dict.fromkeys(parts) if part)[:2000]

    @staticmethod
    def values(seen, task):
        values = {}
        if task.action in SETTING:
            for one in [seen] + [item for item in seen.get("results", []) if isinstance(item, dict)]:
                values.update(one.get("ansible_facts", {}))
        if task.register and "stdout" in seen:
            values[task.register] = seen["stdout"]
        return values
