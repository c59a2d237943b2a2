import Reveal from '../reveal/reveal.js/reveal.mjs';
import '../hopscope/embed/hop-scope.js';
import Hopscope from '../hopscope/embed/reveal.js';

Reveal.initialize({ plugins: [Hopscope()], controls: false, history: false });
