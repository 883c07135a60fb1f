/** The constants of ITU-T G.722, by the standard's own names (tables 11 to 21 and 24). */

const of = (...values: readonly number[]): Int32Array => Int32Array.from(values)

// oxfmt-ignore
const positiveQm6 = [
  24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9_360, 8_576, 7_856,
  7_192, 6_576, 6_000, 5_456, 4_944, 4_464, 4_008, 3_576, 3_168, 2_776, 2_400, 2_032, 1_688,
  1_360, 1_040, 728,
]
const positiveQm4 = [20_456, 12_896, 8_968, 6_288, 4_240, 2_584, 1_200]

const downFrom = (first: number, last: number): readonly number[] =>
  Array.from({ length: first - last + 1 }, (_, index) => first - index)

/** Quantiser levels, code words, step multipliers, inverse quantisers and the mirror filter. */
export const g722Tables = {
  // oxfmt-ignore
  q6: of(
    0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940,
    1_023, 1_121, 1_219, 1_339, 1_458, 1_612, 1_765, 1_980, 2_195, 2_557, 2_919, 0, 0,
  ),
  iln: of(0, 63, 62, ...downFrom(31, 4), 0),
  ilp: of(0, ...downFrom(61, 32), 0),
  wl: of(-60, -30, 58, 172, 334, 538, 1_198, 3_042),
  rl42: of(0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0),
  // oxfmt-ignore
  ilb: of(
    2_048, 2_093, 2_139, 2_186, 2_233, 2_282, 2_332, 2_383, 2_435, 2_489, 2_543, 2_599, 2_656,
    2_714, 2_774, 2_834, 2_896, 2_960, 3_025, 3_091, 3_158, 3_228, 3_298, 3_371, 3_444, 3_520,
    3_597, 3_676, 3_756, 3_838, 3_922, 4_008,
  ),
  qm4: of(0, ...positiveQm4.map(level => -level), ...positiveQm4, 0),
  qm6: of(
    -136,
    -136,
    -136,
    -136,
    ...positiveQm6.map(level => -level),
    ...positiveQm6,
    432,
    136,
    -432,
    -136,
  ),
  qm2: of(-7_408, -1_616, 7_408, 1_616),
  qmf: of(3, -11, 12, 32, -210, 951, 3_876, -805, 362, -156, 53, -11),
  ihn: of(0, 1, 0),
  ihp: of(0, 3, 2),
  wh: of(0, -214, 798),
  rh2: of(2, 1, 2, 1),
} as const
