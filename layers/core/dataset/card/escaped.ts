const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, inside elements and quoted attributes. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '');

/** As `escaped`, for names such as `safety_self_harm`: they may be broken after their parts. */
export const breakable = (name: string): string => escaped(name).replaceAll(/[_/]/g, '$&<wbr>');
