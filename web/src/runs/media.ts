// SPDX-License-Identifier: Apache-2.0

// Logged media values as the client writes them (wandb's JSON "_type"s), read without trust.

type Fields = Readonly<Record<string, unknown>>;

export interface Box {
  readonly left: number; // parts of the whole, 0 to 1
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

export interface Picture {
  readonly kind: 'image';
  readonly path: string;
  readonly caption: string;
  readonly width: number;
  readonly height: number;
  readonly masks: readonly { readonly name: string; readonly path: string }[];
  readonly boxes: readonly Box[];
  // Files with more boxes.
  readonly boxFiles: readonly string[];
}

export interface Histogram {
  readonly kind: 'histogram';
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export type Media =
  | Picture
  | Histogram
  | { readonly kind: 'audio'; readonly path: string; readonly caption: string }
  | { readonly kind: 'video'; readonly path: string; readonly caption: string }
  | { readonly kind: 'html'; readonly path: string }
  | { readonly kind: 'table'; readonly path: string }
  | { readonly kind: 'other'; readonly type: string; readonly path: string };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const itemsMax = 100;

// All that one value shows, in order.
export function readMedia(value: Fields): Media[] {
  const type = text(value['_type']);
  switch (type) {
    case 'image-file':
      return [picture(value, value['masks'], value['boxes'], text(value['caption']))];
    case 'images/separated':
    case 'images':
      return pictures(value);
    case 'audio-file':
    case 'video-file':
      return [
        { kind: plainKind(type), path: text(value['path']), caption: text(value['caption']) },
      ];
    case 'audio':
    case 'videos':
      return manyFiles(value, plainKind(type));
    case 'html-file':
      return [{ kind: 'html', path: text(value['path']) }];
    case 'html':
      return manyPaths(value).map((path) => ({ kind: 'html', path }));
    case 'table-file':
      return [{ kind: 'table', path: text(value['path']) }];
    case 'histogram':
      return [histogram(value)];
    default:
      return [{ kind: 'other', type, path: text(value['path']) }];
  }
}

function plainKind(type: string): 'audio' | 'video' {
  return type.startsWith('audio') ? 'audio' : 'video';
}

function manyPaths(value: Fields): string[] {
  return list(value['filenames'])
    .map(text)
    .filter((name) => name !== '')
    .slice(0, itemsMax);
}

function manyFiles(value: Fields, kind: 'audio' | 'video'): Media[] {
  const captions = list(value['captions']);
  return manyPaths(value).map((path, i) => ({ kind, path, caption: text(captions[i]) }));
}

function pictures(value: Fields): Picture[] {
  const captions = list(value['captions']);
  const masks = list(value['all_masks']);
  const boxes = list(value['all_boxes']);
  const names = manyPaths(value);
  return names.map((path, i) => picture({ ...value, path }, masks[i], boxes[i], text(captions[i])));
}

function picture(value: Fields, masks: unknown, boxes: unknown, caption: string): Picture {
  const width = number(value['width']);
  const height = number(value['height']);
  return {
    kind: 'image',
    path: text(value['path']),
    caption,
    width,
    height,
    masks: Object.entries(fields(masks)).flatMap(([name, mask]) => {
      const path = text(fields(mask)['path']);
      return path === '' ? [] : [{ name, path }];
    }),
    boxes: Object.values(fields(boxes)).flatMap((group) => readBoxes(group, width, height)),
    boxFiles: Object.values(fields(boxes)).flatMap((group) => {
      const path = text(fields(group)['path']);
      return path === '' ? [] : [path];
    }),
  };
}

// One group of boxes, as it is logged or as it stands in a file.
export function readBoxes(value: unknown, width: number, height: number): Box[] {
  const group = fields(value);
  const labels = fields(group['class_labels']);
  return list(group['box_data'])
    .slice(0, itemsMax)
    .map((each) => {
      const box = fields(each);
      const at = fields(box['position']);
      const pixels = box['domain'] === 'pixel' && width > 0 && height > 0;
      const [unitX, unitY] = pixels ? [width, height] : [1, 1];
      const middle = list(at['middle']);
      const byMiddle = middle.length === 2;
      const w = byMiddle ? number(at['width']) : number(at['maxX']) - number(at['minX']);
      const h = byMiddle ? number(at['height']) : number(at['maxY']) - number(at['minY']);
      const left = byMiddle ? number(middle[0]) - w / 2 : number(at['minX']);
      const top = byMiddle ? number(middle[1]) - h / 2 : number(at['minY']);
      const label = text(box['box_caption']) || text(labels[String(box['class_id'])]);
      return { left: left / unitX, top: top / unitY, width: w / unitX, height: h / unitY, label };
    });
}

function histogram(value: Fields): Histogram {
  const packed = fields(value['packedBins']);
  const counts = list(value['values']).map(number);
  if (typeof packed['size'] === 'number') {
    const [min, size] = [number(packed['min']), number(packed['size'])];
    return {
      kind: 'histogram',
      counts,
      edges: Array.from({ length: counts.length + 1 }, (_, i) => min + i * size),
    };
  }
  return { kind: 'histogram', counts, edges: list(value['bins']).map(number) };
}
