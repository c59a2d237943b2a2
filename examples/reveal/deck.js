/* The deck itself: reveal.js, its speaker notes, and Hopscope's plugin. No network but this server's. */
import Reveal from './reveal.js/reveal.mjs';
import Notes from './reveal.js/plugin/notes.mjs';
import '../hopscope/embed/hop-scope.js';
import Hopscope from '../hopscope/embed/reveal.js';

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  hash: true,
  controls: false,
  slideNumber: 'c/t',
  transition: 'fade',
  // One slide is one page; each step of an element is a page of its own.
  pdfMaxPagesPerSlide: 1,
  plugins: [Hopscope(), Notes],
});
