// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readMedia } from '../../src/runs/media';
import { cellImage, readSeparated, readTable } from '../../src/runs/table-file';

test('an image has its caption, masks and boxes', () => {
  const [image] = readMedia({
    _type: 'image-file',
    path: 'media/a.png',
    width: 100,
    height: 50,
    caption: 'a',
    masks: { pred: { path: 'media/m.png' } },
    boxes: {
      pred: {
        class_labels: { 1: 'cat' },
        box_data: [
          { position: { minX: 0.1, maxX: 0.3, minY: 0.2, maxY: 0.6 }, class_id: 1 },
          {
            position: { middle: [50, 25], width: 20, height: 10 },
            domain: 'pixel',
            box_caption: 'mid',
          },
        ],
      },
    },
  });
  expect(image).toMatchObject({ kind: 'image', path: 'media/a.png', caption: 'a' });
  if (image?.kind !== 'image') throw new Error('no image');
  expect(image.masks).toEqual([{ name: 'pred', path: 'media/m.png' }]);
  expect(image.boxes.map((box) => box.label)).toEqual(['cat', 'mid']);
  expect(image.boxes[0]?.width).toBeCloseTo(0.2);
  expect(image.boxes[1]).toMatchObject({ left: 0.4, top: 0.4, width: 0.2, height: 0.2 });
});

test('several images come one by one', () => {
  const images = readMedia({
    _type: 'images/separated',
    filenames: ['a.png', 'b.png'],
    captions: ['one', 'two'],
    all_masks: [null, { m: { path: 'x.png' } }],
  });
  expect(images.map((image) => image.kind === 'image' && image.caption)).toEqual(['one', 'two']);
  expect(images[1]?.kind === 'image' && images[1].masks.length).toBe(1);
});

test('histograms have edges, packed or not', () => {
  expect(readMedia({ _type: 'histogram', values: [1, 2], bins: [0, 1, 2] })).toEqual([
    { kind: 'histogram', counts: [1, 2], edges: [0, 1, 2] },
  ]);
  expect(
    readMedia({ _type: 'histogram', values: [1, 2], packedBins: { min: -1, size: 0.5, count: 2 } }),
  ).toEqual([{ kind: 'histogram', counts: [1, 2], edges: [-1, -0.5, 0] }]);
});

test('nonsense is nothing worse than a missing preview', () => {
  expect(readMedia({})).toEqual([{ kind: 'other', type: '', path: '' }]);
  expect(readMedia({ _type: 'images/separated', filenames: 'x', all_boxes: 3 })).toEqual([]);
  expect(readMedia({ _type: 'histogram', values: {}, bins: null })).toEqual([
    { kind: 'histogram', counts: [], edges: [] },
  ]);
});

test('tables are read from JSON and from separated text', () => {
  expect(readTable('{"columns": ["a", 2], "data": [[1, NaN], "x"]}')).toEqual({
    columns: ['a', '2'],
    rows: [[1, NaN]],
  });
  expect(readTable('[]')).toBeUndefined();
  expect(readSeparated('a,b\r\n"x ""y""",2\n3,"4\n5"', ',', 100)).toEqual({
    columns: ['a', 'b'],
    rows: [
      ['x "y"', '2'],
      ['3', '4\n5'],
    ],
  });
  expect(cellImage({ _type: 'image-file', path: 'p.png' })).toBe('p.png');
  expect(cellImage('p.png')).toBeUndefined();
});
