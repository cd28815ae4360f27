@echo off
rem Installs otzvuk from this folder, without a network: install.bat [FOLDER of the environment]
rem Another Python: set PYTHON=C:\...\python.exe
setlocal
chcp 65001 >nul
set "HERE=%~dp0"
if defined PYTHON goto chosen
for %%V in (3.13 3.12 3.11) do (
  if exist "%HERE%requirements\windows-%%V.txt" (
    py -%%V -c "pass" >nul 2>nul && (
      py -%%V "%HERE%install.py" %*
      goto end
    )
  )
)
set "PYTHON=python"
:chosen
"%PYTHON%" -c "pass" >nul 2>nul
if errorlevel 1 goto none
"%PYTHON%" "%HERE%install.py" %*
goto end
:none
echo Ошибка: нет Python; ожидается 64-разрядный Python одной из версий, что есть в папке requirements. 1>&2
dir /b "%HERE%requirements\windows-*.txt" 1>&2
exit /b 2
:end
exit /b %errorlevel%
