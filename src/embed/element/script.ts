/** The loader as a plain script, for pages without modules and for files: `<script src="hop-scope.iife.js">`. */
import { defineHopScope } from './hopScope';
import { setLoaderAddress } from './loader';

const own = document.currentScript;
setLoaderAddress(own instanceof HTMLScriptElement && own.src !== '' ? own.src : document.baseURI);
defineHopScope();
