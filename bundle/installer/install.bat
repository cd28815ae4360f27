@echo off
rem Installs otzvuk from this folder, without a network: install.bat [FOLDER of the environment]
rem Another Python: set PYTHON=C:\...\python.exe
setlocal
chcp 65001 >nul
set "HERE=%~dp0"
set "OPTION="
if defined PYTHON goto chosen
for %%V in (3.14 3.13 3.12 3.11) do call :try %%V
if not defined PYTHON set "PYTHON=python"
:chosen
"%PYTHON%" %OPTION% -c "pass" >nul 2>nul
if errorlevel 1 goto none
"%PYTHON%" %OPTION% "%HERE%install.py" %*
exit /b %errorlevel%

:none
echo Ошибка: нет Python; ожидается 64-разрядный Python одной из версий, для которых есть файл: 1>&2
dir /b "%HERE%requirements\windows-*.txt" 1>&2
exit /b 2

:try
if defined PYTHON goto :eof
if not exist "%HERE%requirements\windows-%1.txt" goto :eof
py -%1 -c "pass" >nul 2>nul
if errorlevel 1 goto :eof
set "PYTHON=py"
set "OPTION=-%1"
goto :eof
