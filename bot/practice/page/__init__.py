"""The practice chat in the browser: one steps into a branch as any of its people.

The real bot works there over HTTP on the practice server, on a database that is gone afterwards.
:mod:`.casting` makes the branch (of the sample, or of an organiser's own files: :mod:`.sources`),
:mod:`.play` lets it live by a clock that its visitors move, :mod:`.life` has the sample's people
do their three by themselves, :mod:`.shown` says what one person sees of it, :mod:`.stream` tells
it to the open pages, :mod:`.deeds` takes what they do, :mod:`.web` holds the routes and their
guards, :mod:`.serving` is the command. ``static/`` is the page: plain HTML, CSS and ES modules.

Routes (answered for 127.0.0.1 and localhost only):

=====================  =============================================================================
``GET /``              the page; its parts are under ``/static/``
``GET /words/zh.json`` the page's words by key, by language (``zh``, ``en``)
``GET /events?as=li``  server-sent events as somebody sees them: ``world`` (all), then ``changes``:
                       a list of ``message``, ``gone``, ``chat``, ``clock``, ``call``, ``news``
``GET /files/{id}``    a file that somebody sent
``POST /deeds``        ``{"deed": "say", "who": "li", "chat": …}``, see :mod:`.deeds`; answers with
                       what is seen at once: ``toast``, ``alert``, ``url``
``POST /clock``        ``{"who": "li", "to": "post" | "day" | "week"}``; answers with the time when
                       it is there
``POST /life``         ``{"on": true}``
``POST /restart``      ``{"language": "zh", "bound": true}``
=====================  =============================================================================

A POST must be JSON and come with the page's own ``Origin``. What can't be done is answered with
409 and ``{"said": sentence, "findings": lines}`` in the language of ``Accept-Language``.

The page's parts, by role and name (names in the page's language), with what scripts hold on to:

- ``body[data-ready=yes]`` once it is drawn; ``body[data-view=list|chat]`` on a phone's width;
- banner: region "The branch's clock" (``#clock``, ``aria-busy`` while it moves; ``#now`` is a
  ``time``) with buttons "Next post", "Next day", "Next week" (``[data-move=post|day|week]``);
  ``#language``, ``#calls-toggle``, ``#settings-toggle`` opens ``#settings``: radios "Text size"
  (``[name=size]``), switch ``#life``, button ``#restart`` (a dialog with ``[name=bot-language]``
  and ``[name=bound]``), ``#guide-show``;
- navigation "Chats and people": ``.chat[data-chat=group|private]`` (``aria-current`` when open),
  radios "You are" (``.person[data-person=KEY]``, keys of the sample: li, wang, sun, zhao, zhang,
  chen, liu, ma; ``.news`` marks who has something new);
- in main, beside the navigation: region "Chat": ``#guide`` (``[data-key]`` names the step and ends
  in ``:KEY:LANGUAGE``), heading
  ``#chat-title``, ``#topics``, ``#pinned``, list "Messages" (``#messages``) of
  ``li[data-message=ID]`` (``data-post=morning|noon|evening`` on the day's three, ``.own`` and
  ``.theirs``) with an ``article`` "NAME, TIME"; below it a group "Buttons"; polls are ``form.poll``
  with a fieldset of radios or check boxes and a button "Vote", once answered a list ``.results``
  (``li[data-option=N]``, ``.right``, ``.own``) and ``.explanation``; ``.reactions .chip``;
  ``.more`` (or Enter on a focused message) opens ``#actions``;
- form "Write a message" (``#composer``): ``#attach``, ``#menu`` opens the list box ``#commands``,
  ``#text``, ``#keys-toggle`` for the keys ``#keys``, ``#send``; ``#start`` where the chat has not
  begun;
- complementary "What the bot calls" (``#calls``): ``#call-list li[data-method][data-status]``;
- ``#toast`` (status), ``#announcer`` (log), ``#dialog`` for alerts and questions, ``#offline``.
"""
