import {describe, expect, it} from "vitest";
import {dayCounter, dayOf} from "../src/i18n/dates.ts";

describe("the days of many moments", () => {
  it("are those of each moment, also around midnight, summer time and back", () => {
    process.env.TZ = "Africa/Cairo";
    expect(new Date(2026, 3, 24).getHours()).toBe(1);
    const count = dayCounter();
    const midnights = [new Date(2026, 3, 24), new Date(2026, 3, 25), new Date(2026, 2, 29), new Date(2026, 2, 30), new Date(2026, 9, 25), new Date(2026, 9, 26), new Date(2025, 0, 1)];
    for (const midnight of midnights) {
      for (const off of [-1, 0, 1, 3_600_000, 86_399_999, 82_800_000, 84_600_000, -3_600_000]) {
        const at = midnight.getTime() + off;
        expect(count(at)).toBe(dayOf(at));
      }
    }
  });
});
