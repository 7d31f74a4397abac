document.title = "Preview";
